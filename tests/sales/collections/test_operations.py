"""Invoices and receipts: whatever happens in whatever order, the books balance."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.collections import AT, TODAY, ask, details, make_invoice, pay
from tests.factories.contracts import make_draft, make_signed, make_terms, sign
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.books import credit_of, figures_of, standing_of
from twintrack.sales.collections.models import Allocation, Invoice, Receipt, Refund
from twintrack.sales.collections.operations import InvoiceDetails, Share
from twintrack.sales.contracts import operations as contracts
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.received import NONE
from twintrack.sales.contracts.terms import Part

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> User:
    return make_user(Role.SALES_MANAGER)


def balance(contract: Contract) -> None:
    """Hold the books of a contract and of its customer against each other."""
    instalments = list(contract.instalments.all())
    standing = standing_of([each.pk for each in instalments])
    for each in instalments:
        found = standing.get(each.pk, NONE)
        linked = found.received - found.loose
        assert 0 <= linked <= found.invoiced
        assert found.invoiced + found.loose <= each.amount
    received = sum((each.received for each in standing.values()), Decimal(0))
    outstanding = sum(
        (each.amount - standing.get(each.pk, NONE).received for each in instalments), Decimal(0)
    )
    assert contract.amount == received + outstanding
    for figures in figures_of(list(Invoice.objects.all())).values():
        assert 0 <= figures.paid <= figures.owed
    receipts = list(Receipt.objects.filter(voided_at=None))
    came = sum((each.settled_amount for each in receipts), Decimal(0))
    credit = sum((credit_of(each) for each in receipts), Decimal(0))
    assert all(credit_of(each) >= 0 for each in receipts)
    back = sum((each.amount for each in Refund.objects.all()), Decimal(0))
    active = Allocation.objects.filter(undone_at=None)
    allocated = sum((each.amount for each in active), Decimal(0))
    assert allocated == came - credit - back
    assert allocated == received


STEP = st.tuples(
    st.sampled_from(
        ["invoice", "receive", "direct", "allocate", "undo", "refund", "credit", "void", "amend"]
    ),
    st.integers(0, 9),
    st.integers(1, 90_000),
)


@settings(max_examples=25)
@given(steps=st.lists(STEP, min_size=3, max_size=14))
def test_the_books_balance_after_anything_in_any_order(
    steps: list[tuple[str, int, int]],
) -> None:
    with transaction.atomic():
        desk = make_user(Role.SALES_MANAGER)
        parts = ("333.33", TODAY), ("333.33", TODAY), ("333.34", date(2027, 1, 1))
        contract = make_signed(terms=make_terms("1000", *parts))
        for act, which, cents in steps:
            try:
                with transaction.atomic():
                    _do(act, which, Decimal(cents) / 100, contract, desk)
            except Refusal:
                pass
            contract.refresh_from_db()
            balance(contract)
        transaction.set_rollback(True)


def _chosen(rows: Any, which: int) -> Any:
    found = list(rows)
    if not found:
        raise Refusal
    return found[which % len(found)]


def _do(act: str, which: int, amount: Decimal, contract: Contract, desk: User) -> None:
    who: dict[str, Any] = {"by": desk, "at": AT}
    if act == "invoice":
        ask(contract, {which % 3: str(amount), (which + 1) % 3: "50"}, by=desk)
    elif act in ("receive", "direct"):
        owed = _chosen(
            contract.invoices.all() if act == "receive" else contract.instalments.all(), which
        )
        share = Share(**{"invoice" if act == "receive" else "instalment": owed})
        money = details(contract.customer, str(amount))
        operations.record_receipt(details=money, shares=[share], keep_rest=which < 7, **who)
    elif act == "allocate":
        share = Share(instalment=_chosen(contract.instalments.all(), which), amount=amount)
        operations.allocate(receipt=_chosen(Receipt.objects.all(), which), shares=[share], **who)
    elif act == "undo":
        operations.undo_allocations(receipt=_chosen(Receipt.objects.all(), which), **who)
    elif act == "credit":
        operations.credit(
            invoice=_chosen(Invoice.objects.all(), which),
            amount=amount,
            reason="x",
            issued_on=TODAY,
            **who,
        )
    elif act == "amend":
        _amend(contract, which, amount, who)
    else:
        receipt = _chosen(Receipt.objects.all(), which)
        if act == "void":
            operations.void_receipt(receipt=receipt, reason="x", **who)
        else:
            operations.refund(receipt=receipt, amount=amount, paid_on=TODAY, reason="x", **who)


def _amend(contract: Contract, which: int, amount: Decimal, who: dict[str, Any]) -> None:
    version = contracts.amend(contract=contract, reason="x", **who)
    parts = list(version.terms.schedule)
    parts[which % 3] = type(parts[0])(**{**vars(parts[which % 3]), "amount": amount})
    whole = sum((each.amount for each in parts), Decimal(0))
    terms = make_terms(str(whole), schedule=tuple(parts))
    contracts.write_terms(version=version, revision=version.revision, terms=terms, **who)
    sign(contract, version.ordinal)


def test_an_invoice_is_paid_partly_then_whole_and_the_rest_is_kept(desk: User) -> None:
    invoice = make_invoice("1000", by=desk)
    first = pay(invoice, "400", by=desk)
    assert figures_of([invoice])[invoice.pk].open == 600
    with pytest.raises(operations.RestUnsaid, match="50"):
        pay(invoice, "650", by=desk)
    with pytest.raises(operations.TooMuchPaid):
        pay(invoice, "650", share="650", by=desk)
    second = pay(invoice, "650", keep_rest=True, by=desk)
    assert (credit_of(first), credit_of(second)) == (0, 50)
    with pytest.raises(operations.CreditTooSmall):
        operations.refund(
            receipt=second, amount=Decimal(51), paid_on=TODAY, reason="x", by=desk, at=AT
        )
    with pytest.raises(operations.StillUsed):
        operations.void_receipt(receipt=second, reason="x", by=desk, at=AT)
    operations.undo_allocations(receipt=first, by=desk, at=AT)
    with pytest.raises(operations.NotAllocated):
        operations.undo_allocations(receipt=first, by=desk, at=AT)
    operations.void_receipt(receipt=first, reason="Wrong account", by=desk, at=AT)
    operations.allocate(receipt=second, shares=[Share(invoice=invoice)], by=desk, at=AT)
    assert figures_of([invoice])[invoice.pk].open == 350
    kinds = [each.kind for each in Entry.objects.filter(about_kind="receipt").order_by("pk")]
    assert kinds == [
        *("receipt.recorded", "receipt.recorded", "receipt.allocation_undone"),
        *("receipt.voided", "receipt.allocated"),
    ]


def test_one_receipt_pays_several_and_what_came_before_pays_a_later_invoice(desk: User) -> None:
    parts = ("400", TODAY), ("600", TODAY)
    contract = make_signed(terms=make_terms("1000", *parts))
    one, two = contract.instalments.all()
    money = details(contract.customer, "700")
    shares = [Share(instalment=one), Share(instalment=two)]
    operations.record_receipt(details=money, shares=shares, by=desk, at=AT)

    invoice = ask(contract, {0: "400", 1: "200"}, by=desk)

    assert figures_of([invoice])[invoice.pk].open == 0
    assert standing_of([two.pk])[two.pk].loose == 100
    with pytest.raises(operations.TooMuchInvoiced, match="400"):
        ask(contract, {1: "401"}, by=desk)
    rest = ask(contract, {1: "400"}, by=desk)
    assert figures_of([rest])[rest.pk].open == 300
    assert (rest.tax, rest.amount) == (Decimal("46.02"), Decimal(400))


def test_money_in_another_currency_counts_at_a_noted_rate(desk: User) -> None:
    invoice = make_invoice("1000", by=desk)
    usd: dict[str, Any] = {"currency": "USD"}
    with pytest.raises(operations.WrongCurrency, match="USD"):
        pay(invoice, "100", **usd, by=desk)
    receipt = pay(invoice, "100", **usd, rate=Decimal("7.1234"), by=desk)
    assert (receipt.amount, receipt.settled_amount) == (100, Decimal("712.34"))
    assert figures_of([invoice])[invoice.pk].open == Decimal("287.66")
    eur = pay(None, "10", customer=invoice.customer, currency="EUR", keep_rest=True, by=desk)
    with pytest.raises(operations.WrongCurrency):
        operations.allocate(receipt=eur, shares=[Share(invoice=invoice)], by=desk, at=AT)


def test_credit_that_would_pay_nothing_is_told_as_nothing(desk: User) -> None:
    invoice = make_invoice("1000", by=desk)
    pay(invoice, "1000", by=desk)
    credit = pay(None, "10", customer=invoice.customer, keep_rest=True, by=desk)
    for shares in ((), (Share(invoice=invoice),)):
        with pytest.raises(operations.NothingPaid):
            operations.allocate(receipt=credit, shares=shares, by=desk, at=AT)

    assert not Entry.objects.filter(kind="receipt.allocated").exists()


def test_what_cannot_be_is_refused(desk: User) -> None:
    invoice = make_invoice("1000", by=desk)
    for wrong in ("-1", "0", "1.001", "NaN", "1E15"):
        with pytest.raises(operations.ReceiptImpossible):
            pay(invoice, wrong, by=desk)
    with pytest.raises(operations.ReceiptImpossible):
        pay(invoice, "1", received_on=TODAY + timedelta(days=1), by=desk)
    with pytest.raises(operations.OtherCustomer):
        pay(invoice, "1", customer=make_customer(), by=desk)
    with pytest.raises(NotAllowed):
        pay(invoice, "1", by=make_user(Role.SALESPERSON))
    with pytest.raises(operations.NotSigned):
        operations.issue_invoice(
            contract=make_draft(),
            details=InvoiceDetails(parts={1: Decimal(1)}, issued_on=TODAY, due_on=TODAY),
            by=desk,
            at=AT,
        )
    contract = make_signed()
    for over in ({"due_on": date(2020, 1, 1)}, {"tax_rate": Decimal(100)}):
        with pytest.raises(operations.InvoiceImpossible):
            ask(contract, {0: "10"}, by=desk, **over)
    for amount in ("0", "-5", "0.001"):
        with pytest.raises(operations.InvoiceImpossible):
            ask(contract, {0: amount}, by=desk)
    ask(contract, {0: "10"}, by=desk, official_number="2544")
    with pytest.raises(operations.NumberTaken):
        ask(contract, {0: "10"}, by=desk, official_number="2544")


def test_a_bank_reference_is_recorded_once_until_it_is_void(desk: User) -> None:
    invoice = make_invoice("1000", by=desk)
    first = pay(invoice, "100", bank_reference="T-1", by=desk)
    with pytest.raises(operations.AlreadyRecorded, match=first.number):
        pay(invoice, "100", bank_reference="T-1", by=desk)
    operations.undo_allocations(receipt=first, by=desk, at=AT)
    operations.void_receipt(receipt=first, reason="x", by=desk, at=AT)
    pay(invoice, "100", bank_reference="T-1", by=desk)


def test_a_credit_note_takes_no_more_than_is_open(desk: User) -> None:
    invoice = make_invoice("1000", by=desk)
    pay(invoice, "300", by=desk)
    note: dict[str, Any] = {"invoice": invoice, "issued_on": TODAY, "by": desk, "at": AT}
    with pytest.raises(operations.CreditTooLarge, match="700"):
        operations.credit(**note, amount=Decimal(701), reason="x")
    with pytest.raises(ReasonMissing):
        operations.credit(**note, amount=Decimal(1), reason=" ")
    operations.credit(**note, amount=Decimal(700), reason="Less was delivered")
    figures = figures_of([invoice])[invoice.pk]
    assert (figures.credited, figures.open) == (700, 0)
    # The contract still owes it: it is invoiced anew.
    assert ask(invoice.contract, {0: "700"}, by=desk).amount == 700


def test_disputes_promises_and_edits_are_noted(desk: User) -> None:
    invoice = make_invoice("1000", by=desk)
    act: dict[str, Any] = {"invoice": invoice, "by": desk, "at": AT}
    operations.dispute(**act, reason="Wrong tax rate")
    with pytest.raises(Refusal):
        operations.dispute(**act, reason="Again")
    operations.settle_dispute(**act)
    with pytest.raises(operations.PromiseImpossible):
        operations.note_promise(**act, promised_on=date(2026, 11, 1), by_whom="Ms Yu")
    operations.note_promise(**act, promised_on=TODAY, by_whom="Ms Yu")
    assert queries.track_record(invoice.customer, on=TODAY) == (0, 0)
    assert queries.track_record(invoice.customer, on=TODAY + timedelta(days=4)) == (0, 1)
    pay(invoice, "1000", by=desk)
    assert queries.track_record(invoice.customer, on=TODAY + timedelta(days=4)) == (1, 1)
    operations.change_invoice(
        **act, before={"due_on": invoice.due_on}, values={"due_on": date(2027, 1, 1)}
    )
    with pytest.raises(StaleEdit):
        operations.change_invoice(
            **act, before={"due_on": invoice.due_on}, values={"due_on": date(2027, 2, 1)}
        )


def test_measures_weigh_by_amount_and_say_when_there_is_too_little(desk: User) -> None:
    now = date(2026, 12, 31)
    span: dict[str, Any] = {"since": date(2026, 11, 1), "until": now}
    assert queries.collection_cycle(**span).value is None
    contract = make_signed(terms=make_terms("10000"))
    at = datetime(2026, 12, 31, 9, tzinfo=UTC)
    for place, (amount, late) in enumerate([("1000", 10), ("3000", 20), ("500", 0)] * 2):
        invoice = ask(contract, {0: amount}, by=desk, due_on=date(2026, 12, 1))
        if place < 5:
            pay(invoice, amount, received_on=TODAY + timedelta(days=late), by=desk, at=at)
    found = queries.collection_cycle(**span)
    assert (found.value, found.count) == (Decimal("16.5"), 5)
    assert queries.overdue_sum(on=now).in_base == 500
    assert queries.days_outstanding(on=now).value == Decimal("5.0")


def test_what_was_invoiced_or_paid_stays_due_until_that_is_taken_back(desk: User) -> None:
    part = Part(label="Rest", trigger="delivery", amount=Decimal(1000))
    contract = make_signed(terms=make_terms(schedule=(part,)))
    due: dict[str, Any] = {"contract": contract, "trigger": "delivery", "by": desk, "at": AT}
    contracts.reach_due(**due, on=TODAY)
    invoice = ask(contract, {0: "600"})

    with pytest.raises(contracts.InvoicedAlready, match="Rest"):
        contracts.unreach_due(**due)
    assert contract.instalments.get().due_on == TODAY
    note = {"reason": "Too soon", "issued_on": TODAY, "by": desk, "at": AT}
    operations.credit(invoice=invoice, amount=Decimal(600), **note)  # type: ignore[arg-type]
    contracts.unreach_due(**due)
    assert contract.instalments.get().due_on is None
