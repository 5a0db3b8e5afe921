"""What of a bank statement's file becomes a line, and what is said of the rest."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.answers import text_of
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_rows_that_are_no_payment_are_shown_with_their_numbers(
    client: Client, encoding: str
) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))
    on = date.today() - timedelta(days=3)  # noqa: DTZ011  (days ago in any zone)
    said = f"交易日期,收入金额,付款人\n{on},600.00,江南\n{on},-5.00,手续费\n坏日期,7.00,北辰"
    file = SimpleUploadedFile("bank.csv", said.encode(encoding))

    page = text_of(client.post("/statements/", {"statement": file, "currency": "CNY"}, follow=True))

    assert "2 rows of the file are left out" in page
    assert f"3</span><span>{on} · -5.00 · 手续费" in page
    assert "4</span><span>坏日期 · 7.00 · 北辰" in page
    assert "600.00 · 江南" not in page
