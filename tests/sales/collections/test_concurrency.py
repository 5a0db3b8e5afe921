"""Two who record the same money at once, or let it pay the same, never count it twice."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import transaction

from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.collections import AT, make_invoice, pay
from tests.factories.contracts import make_draft
from tests.factories.people import make_user
from tests.factories.quotes import make_sent
from tests.helix.handoffs.test_lock_order import Somebody
from twintrack.foundation.access.roles import Role
from twintrack.sales.collections import operations
from twintrack.sales.collections.books import figures_of
from twintrack.sales.collections.models import Receipt
from twintrack.sales.collections.operations import Share
from twintrack.sales.contracts import operations as contracts
from twintrack.sales.contracts.models import Contract
from twintrack.sales.quotes import operations as quotes

pytestmark = [
    pytest.mark.usefixtures("emptied_ledger"),
    pytest.mark.django_db(transaction=True),
    several_writers,
]


def at_once(act: Callable[[], object], hold: Callable[[], object]) -> BaseException | None:
    """Let somebody act while the test holds the same; give what they were told."""
    with transaction.atomic():
        hold()
        other = Somebody(act)
        other.until_waiting()
        act()
    other.until_done()
    return other.failure


def test_receipts_at_once_are_recorded_once_and_never_pay_more_than_is_open() -> None:
    desk, invoice = make_user(Role.SALES_MANAGER), make_invoice("1000")

    def hold() -> None:
        Contract.objects.select_for_update(no_key=True).get(pk=invoice.contract_id)

    failure = at_once(lambda: pay(invoice, "600", bank_reference="T-1", by=desk), hold)
    assert isinstance(failure, operations.AlreadyRecorded)
    assert figures_of([invoice])[invoice.pk].paid == 600

    failure = at_once(lambda: pay(invoice, "400", by=desk), hold)
    assert isinstance(failure, operations.RestUnsaid)
    assert figures_of([invoice])[invoice.pk].paid == 1000


def test_credit_is_used_once() -> None:
    desk, invoice = make_user(Role.SALES_MANAGER), make_invoice("1000")
    receipt = pay(None, "700", customer=invoice.customer, keep_rest=True, by=desk)
    share = Share(invoice=invoice, amount=Decimal(500))

    failure = at_once(
        lambda: operations.allocate(receipt=receipt, shares=[share], by=desk, at=AT),
        lambda: Contract.objects.select_for_update(no_key=True).get(pk=invoice.contract_id),
    )

    assert isinstance(failure, operations.CreditTooSmall)
    assert figures_of([invoice])[invoice.pk].paid == 500


def test_money_without_contract_and_with_one_bank_reference_is_recorded_once() -> None:
    desk, customer = make_user(Role.SALES_MANAGER), make_draft().customer

    def record() -> Receipt:
        return pay(None, "5", customer=customer, bank_reference="T-2", keep_rest=True, by=desk)

    fared = how_they_fared(all_at_once([record] * 3))

    assert fared == {"done": 1, "AlreadyRecorded": 2}
    assert Receipt.objects.count() == 1


def test_a_quote_becomes_one_contract_and_is_signed_once() -> None:
    desk = make_user(Role.SALES_MANAGER)
    version = make_sent(by=desk)
    quotes.accept(version=version, accepted_by="Yu", accepted_on=AT.date(), by=desk, at=AT)
    term = {"starts_on": AT.date(), "ends_on": AT.date().replace(year=2027)}

    failure = at_once(
        lambda: contracts.draft_from_quote(version=version, **term, by=desk, at=AT),
        lambda: type(version.quote).objects.select_for_update(no_key=True).get(pk=version.quote_id),
    )

    assert isinstance(failure, contracts.ContractedAlready)
    assert Contract.objects.count() == 1
