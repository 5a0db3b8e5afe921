"""Every kind of event can be told in a feed, in both languages."""

from __future__ import annotations

import dataclasses
import logging
import types
import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from tests.factories.people import make_user
from twintrack.foundation.activity.telling import told
from twintrack.foundation.ledger.events import Event, all_events
from twintrack.foundation.ledger.models import Entry

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
SIMPLE: dict[Any, Any] = {
    str: "x",
    int: 1,
    float: 1.5,
    bool: True,
    Decimal: Decimal("12.50"),
    date: AT.date(),
    datetime: AT,
}

# Texts that have to be codes.
CODES: dict[str, dict[str, Any]] = {
    "complaint.breach_explained": {"clock": "response"},
    "complaint.breached": {"clock": "response"},
    "complaint.called_off": {"why": "withdrawn"},
    "complaint.escalated": {"clock": "response", "whom": "owner"},
    "complaint.retargeted": {"came_from": "major", "to": "minor"},
    "complaint.warned": {"clock": "response"},
    "customer.contact_consent_noted": {"channel": "email", "state": "withdrawn"},
    "invoice.reminder_ended": {"to": "done"},
    "quality_gate.judged": {"broken": ["x"]},
}


def some(hint: Any) -> Any:
    """Give a value of a type."""
    origin, inner = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (typing.Annotated, typing.Union, types.UnionType):
        return some(next(each for each in inner if each is not type(None)))
    if origin in (list, dict, tuple):
        return origin()
    return SIMPLE[hint] if hint in SIMPLE else made(hint)


def made(shape: type[Any]) -> Any:
    hints = typing.get_type_hints(shape, include_extras=True)
    return shape(**{each.name: some(hints[each.name]) for each in dataclasses.fields(shape)})


def of_the_product() -> list[type[Event]]:
    return [each for each in all_events().values() if each.__module__.startswith("twintrack.")]


class Heard(logging.Handler):
    """Keeps what templates missed; the whole way to each miss would take seconds to write."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture
def heard() -> Iterator[Heard]:
    logger, handler = logging.getLogger("django.template"), Heard()
    level, spreads = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)
    logger.propagate = spreads


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_of_event_is_told_by_what_its_entry_holds(language: str, heard: Heard) -> None:
    known = {"actor": make_user(), "about_kind": "customer", "about_id": 1, "happened_at": AT}
    with translation.override(language):
        for event in of_the_product():
            payload = made(event).to_payload() | CODES.get(event.kind, {})
            entry = Entry(pk=1, kind=event.kind, payload=payload, **known)
            assert told(entry).strip(), event.kind

    # What changed is told of as much as there is: here of nothing.
    assert not [said for said in heard.said if "_changed.html" not in said]
