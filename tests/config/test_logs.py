"""No key with which anybody could come in is written to the log."""

import logging
from logging.config import DictConfigurator  # type: ignore[attr-defined]

import pytest
from django.conf import settings
from django.test import Client

from twintrack.config.logs import KeylessFormatter

KEY = "twi_Zm9vYmFyLWJhei1xdXV4_0123456789-abcdefghijk"


def written(record: logging.LogRecord) -> str:
    described = settings.LOGGING["formatters"]["line"]
    formatter = DictConfigurator(settings.LOGGING).configure_formatter(dict(described))
    assert isinstance(formatter, KeylessFormatter)
    return formatter.format(record)


def test_every_handler_writes_without_keys() -> None:
    assert {each["formatter"] for each in settings.LOGGING["handlers"].values()} == {"line"}


@pytest.mark.django_db
def test_the_key_of_an_inbound_address_is_not_written(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "django.request"):
        Client().post(f"/api/v1/inbound/feedback/{KEY}", b"{}", content_type="application/json")

    records = [record for record in caplog.records if KEY in record.getMessage()]
    assert records
    for record in records:
        assert KEY not in written(record)
        assert "/api/v1/inbound/feedback/twi_…" in written(record)


def test_neither_is_one_in_a_traceback() -> None:
    try:
        raise ValueError(KEY)
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed %s", ("twt_secret",), told)

    assert KEY not in written(record)
    assert "failed twt_…" in written(record)
