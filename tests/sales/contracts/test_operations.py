"""Contracts from the first draft over amendments to their end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.contracts import AT, SIGNED, make_draft, make_signed, make_terms, sign
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.quotes import make_sent
from tests.factories.sla import make_plan
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.money.currencies import CurrencyUnknown
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.contracts import operations, received
from twintrack.sales.contracts.models import Contract, ContractVersion
from twintrack.sales.contracts.received import Standing
from twintrack.sales.contracts.rounds import every_morning
from twintrack.sales.contracts.terms import Line, Part, Terms, Unsound, settle
from twintrack.sales.quotes import operations as quotes
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.sla.queries import newest_version, plan_for

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
TERM = {"starts_on": date(2026, 12, 1), "ends_on": date(2027, 11, 30)}
THIRDS = tuple(Part(label=f"P{n}", due_on=TODAY, share=Decimal(w)) for n, w in enumerate("235"))


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


@pytest.fixture
def manager() -> User:
    return make_user(Role.SALES_MANAGER)


def accepted(by: User, **over: object) -> QuoteVersion:
    version = make_sent(by=by, **over)
    quotes.accept(version=version, accepted_by="Ms Yu", accepted_on=TODAY, by=by, at=AT)
    return version


def kinds() -> list[str]:
    return [each.kind for each in Entry.objects.filter(about_kind="contract").order_by("pk")]


@given(
    cents=st.integers(1, 10**12),
    shares=st.lists(st.integers(1, 10_000), min_size=1, max_size=12),
)
def test_shares_of_a_contract_always_add_up_to_it(cents: int, shares: list[int]) -> None:
    hundred = [Decimal(100 * each) / sum(shares) for each in shares[:-1]]
    parts = [*hundred, 100 - sum(hundred, Decimal(0))]
    schedule = tuple(Part(label="x", due_on=TODAY, share=each) for each in parts)
    amount = Decimal(cents) / 100
    try:
        terms = settle(Terms(amount=amount, **TERM, schedule=schedule), "CNY")  # type: ignore[arg-type]
    except Unsound:
        # Some share is less than the smallest unit.
        assert cents < 200 * sum(shares) / min(shares)
        return
    assert sum(each.amount or 0 for each in terms.schedule) == amount


def test_a_quote_becomes_one_contract_with_its_lines_and_amount(
    seller: User, manager: User
) -> None:
    opportunity = make_opportunity(owner=seller, products=[make_product()])
    version = make_sent(by=seller, lines=2, opportunity=opportunity)
    with pytest.raises(operations.NotAccepted):
        operations.draft_from_quote(version=version, **TERM, by=seller, at=AT)
    quotes.accept(version=version, accepted_by="Ms Yu", accepted_on=TODAY, by=seller, at=AT)

    contract = operations.draft_from_quote(version=version, **TERM, by=seller, at=AT)

    assert (contract.amount, contract.currency) == (Decimal("2260.00"), "CNY")
    assert list(contract.products.all()) == list(opportunity.products.all())
    draft = contract.versions.get()
    assert [line.amount for line in draft.terms.lines] == [Decimal("1130.00")] * 2
    with pytest.raises(operations.ContractedAlready, match=contract.number):
        operations.draft_from_quote(version=version, **TERM, by=manager, at=AT)
    with pytest.raises(operations.NoInstalments):
        sign(contract)


def test_signing_wins_the_opportunity_and_makes_instalments(seller: User, manager: User) -> None:
    opportunity = make_opportunity(owner=seller)
    version = accepted(seller, lines=2, opportunity=opportunity)
    contract = operations.draft_from_quote(version=version, **TERM, by=seller, at=AT)
    draft = contract.versions.get()
    terms = replace(
        draft.terms,
        schedule=(
            Part(label="Down", trigger="signing", days=10, share=Decimal(30)),
            Part(label="Rest", trigger="acceptance", days=30, share=Decimal(70)),
        ),
    )
    operations.write_terms(version=draft, revision=1, terms=terms, by=seller, at=AT)
    with pytest.raises(operations.SomebodyWrote):
        operations.write_terms(version=draft, revision=1, terms=terms, by=manager, at=AT)
    with pytest.raises(NotAllowed):
        sign(contract, by=seller)
    sign(contract)
    with pytest.raises(operations.SignedAlready, match="24"):
        sign(contract)

    opportunity.refresh_from_db()
    contract.refresh_from_db()
    assert (opportunity.stage, contract.state) == ("won", "signed")
    down, rest = contract.instalments.all()
    assert (down.amount, down.due_on) == (Decimal("678.00"), date(2026, 12, 4))
    assert (rest.amount, rest.due_on) == (Decimal("1582.00"), None)
    assert kinds() == ["contract.drafted", "contract.terms_written", "contract.signed"]


def test_what_waits_for_an_event_is_due_so_many_days_after_it(seller: User) -> None:
    rest = Part(label="Rest", trigger="acceptance", days=30, amount=Decimal(1000))
    contract = make_signed(by=seller, terms=make_terms(schedule=(rest,)))
    reach: dict[str, Any] = {"contract": contract, "trigger": "acceptance", "by": seller, "at": AT}
    operations.reach_due(**reach, on=date(2027, 1, 31))
    assert contract.instalments.get(label="Rest").due_on == date(2027, 3, 2)
    with pytest.raises(operations.NothingWaits):
        operations.reach_due(**reach, on=TODAY)
    operations.unreach_due(**reach)
    assert contract.instalments.get(label="Rest").due_on is None
    with pytest.raises(operations.NothingWaits):
        operations.reach_due(**{**reach, "trigger": "signing"}, on=TODAY)


@pytest.mark.parametrize(
    ("over", "part"),
    [
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal(10) ** 15}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("1000.001")}, "amount"),
        ({"ends_on": date(2020, 1, 1)}, "term"),
        ({"ends_on": date(2099, 1, 1)}, "term"),
        ({"lines": (Line(name="x", quantity=Decimal(1), amount=Decimal(999)),)}, "line_sum"),
        ({"lines": (Line(name="x", quantity=Decimal(0), amount=Decimal(1000)),)}, "lines"),
        ({"schedule": (Part(label="x", due_on=TODAY, amount=Decimal(999)),)}, "sum"),
        ({"schedule": (Part(label="x", due_on=TODAY, share=Decimal(99)),)}, "sum"),
        ({"schedule": (Part(label="x", amount=Decimal(1000)),)}, "schedule"),
        ({"schedule": (Part(label=" ", due_on=TODAY, amount=Decimal(1000)),)}, "schedule"),
        ({"schedule": THIRDS}, "sum"),
    ],
)
def test_terms_that_cannot_be_are_refused(over: dict[str, Any], part: str) -> None:
    with pytest.raises(operations.TermsImpossible) as refused:
        make_draft(terms=make_terms(**over))

    assert refused.value.part == part
    assert not Contract.objects.exists()


def test_a_contract_by_hand_needs_a_reason_a_currency_and_its_own_opportunity(
    seller: User,
) -> None:
    for over, refusal in (
        ({"reason": " "}, ReasonMissing),
        ({"currency": "XYZ"}, CurrencyUnknown),
        ({"opportunity": make_opportunity()}, operations.ProductsElsewhere),
        ({"currency": "JPY", "terms": make_terms("10.50")}, operations.TermsImpossible),
        ({"by": make_user(Role.ENGINEER)}, NotAllowed),
    ):
        with pytest.raises(refusal):
            make_draft(**over)  # type: ignore[arg-type]
    signing: list[tuple[dict[str, object], type[Refusal]]] = [
        ({"signature": replace(SIGNED, by_them="")}, operations.SignatureImpossible),
        (
            {"signature": replace(SIGNED, signed_on=TODAY + timedelta(days=1))},
            operations.SignatureImpossible,
        ),
    ]
    contract = make_draft(by=seller)
    for wrong, impossible in signing:
        with pytest.raises(impossible):
            sign(contract, **wrong)
    contract.refresh_from_db()
    assert contract.state == "draft"
    lost = make_opportunity(stage="lost")
    with pytest.raises(operations.OpportunityLostAlready):
        make_signed(customer=lost.customer, opportunity=lost)


def test_a_second_contract_on_the_same_in_the_same_term_has_to_say_why(seller: User) -> None:
    customer, product = make_customer(), make_product()
    given: dict[str, Any] = {"customer": customer, "products": [product]}
    first = make_signed(**given)
    for over in ({}, {"starts_on": date(2027, 10, 31), "ends_on": date(2028, 1, 1)}):
        with pytest.raises(operations.TermsOverlap, match=first.number):
            make_draft(**given, terms=make_terms(**over))
    make_draft(customer=customer, products=[make_product()])
    after = make_terms(starts_on=date(2027, 11, 1), ends_on=date(2028, 1, 1))
    make_signed(**given, terms=after)
    make_signed(**given, terms=make_terms(overlap_note="Spare parts"))
    with pytest.raises(operations.TermsOverlap):
        operations.write_terms(
            version=operations.amend(contract=first, reason="Longer", by=seller, at=AT),
            revision=1,
            terms=make_terms(ends_on=date(2027, 12, 1)),
            by=seller,
            at=AT,
        )


def rewrite(version: ContractVersion, *parts: Part, amount: str) -> None:
    version.refresh_from_db()
    terms = replace(version.terms, amount=Decimal(amount), schedule=parts)
    operations.write_terms(
        version=version, revision=version.revision, terms=terms, by=version.created_by, at=AT
    )


def halves() -> Terms:
    return make_terms("1000", ("400", TODAY), ("600", date(2027, 3, 1)))


def test_an_amendment_keeps_what_was_paid(seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = make_signed(by=seller, terms=halves())
    first = contract.instalments.get(position=1)
    paid = {first.pk: Standing(received=Decimal(400))}
    monkeypatch.setattr(received, "_asked", [lambda _ids: paid])
    version = operations.amend(contract=contract, reason="More", by=seller, at=AT)
    one, two = version.terms.schedule
    assert one.instalment_id == first.pk

    less = replace(one, amount=Decimal(399)), replace(two, amount=Decimal(601))
    for parts in (less, (replace(two, amount=Decimal(1000)),)):
        rewrite(version, *parts, amount="1000")
        with pytest.raises(operations.BelowReceived, match="Part 1"):
            sign(contract, 1)
    fresh = Part(label="Acceptance", trigger="acceptance", amount=Decimal(500))
    rewrite(version, one, replace(two, amount=Decimal(700)), fresh, amount="1600")
    sign(contract, 1)

    contract.refresh_from_db()
    assert contract.amount == 1600
    assert [each.amount for each in contract.instalments.all()] == [400, 700, 500]
    assert contract.instalments.get(position=1) == first
    assert [each.amount for each in contract.versions.order_by("ordinal")] == [1000, 1600]
    with pytest.raises(operations.NotADraft):
        rewrite(version, one, amount="1600")


def test_one_amendment_is_written_at_a_time(seller: User) -> None:
    contract = make_signed(by=seller, terms=halves())
    amend: dict[str, Any] = {"contract": contract, "by": seller, "at": AT}
    with pytest.raises(operations.NoteMissing):
        operations.amend(**amend, reason=" ")
    version = operations.amend(**amend, reason="Two more lines")
    assert operations.amend(**amend, reason="Again") == version
    operations.discard_amendment(version=version, by=seller, at=AT)
    with pytest.raises(operations.NotADraft):
        sign(contract, 1)
    assert operations.amend(**amend, reason="Then this").ordinal == 2
    assert kinds()[-3:] == [
        "contract.amendment_begun",
        "contract.amendment_discarded",
        "contract.amendment_begun",
    ]


def test_a_contract_ends_paid_or_with_a_reason(
    seller: User, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    act: dict[str, Any] = {"by": manager, "at": AT}
    draft, contract = make_draft(by=seller), make_signed(by=seller)
    operations.terminate(contract=draft, reason="Elsewhere", by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.terminate(contract=contract, reason="x", by=seller, at=AT)
    with pytest.raises(ReasonMissing):
        operations.terminate(contract=contract, reason=" ", **act)
    with pytest.raises(operations.NotPaidYet):
        operations.complete(contract=contract, **act)
    whole = {contract.instalments.get().pk: Standing(received=Decimal(1000))}
    monkeypatch.setattr(received, "_asked", [lambda _ids: whole])
    operations.complete(contract=contract, **act)
    with pytest.raises(operations.NotBinding):
        operations.terminate(contract=contract, reason="x", **act)
    with pytest.raises(operations.NotBinding):
        operations.amend(contract=contract, reason="x", **act)
    with pytest.raises(operations.NotADraft):
        sign(draft)
    assert kinds()[-1] == "contract.completed"


def test_terms_begin_by_themselves_and_ends_are_told_once(seller: User) -> None:
    soon = make_terms(starts_on=date(2026, 11, 25), ends_on=date(2027, 11, 24))
    contract = make_signed(by=seller, terms=soon)
    assert contract.state == "signed"

    def morning(day: date) -> None:
        every_morning(datetime(day.year, day.month, day.day, 1, tzinfo=UTC))
        drain()

    morning(date(2026, 11, 24))
    assert kinds()[-1] == "contract.signed"
    morning(date(2026, 11, 25))
    contract.refresh_from_db()
    assert contract.state == "active"
    for day in (date(2027, 9, 24), date(2027, 9, 25), date(2027, 9, 26)):
        morning(day)
    assert Notification.objects.filter(recipient=seller, told_by="contracts/ending").count() == 1

    fresh = operations.renew(contract=contract, by=seller, at=AT)
    assert (fresh.starts_on, fresh.ends_on) == (date(2027, 11, 25), date(2028, 11, 24))
    assert (fresh.state, fresh.follows) == ("draft", contract)
    assert [part.instalment_id for part in fresh.versions.get().terms.schedule] == [None]
    with pytest.raises(operations.RenewedAlready, match=fresh.number):
        operations.renew(contract=contract, by=seller, at=AT)


def test_what_follows_is_due_on_the_same_days_and_stays_with_its_owner(
    seller: User, manager: User
) -> None:
    term = {"starts_on": date(2027, 3, 1), "ends_on": date(2028, 2, 29)}
    dues = ("500", date(2027, 3, 31)), ("500", date(2028, 2, 29))
    contract = make_signed(by=seller, terms=make_terms("1000", *dues, **term))

    fresh = operations.renew(contract=contract, by=manager, at=AT)

    assert (fresh.owner, fresh.starts_on, fresh.ends_on) == (
        seller,
        date(2028, 3, 1),
        date(2029, 2, 28),
    )
    days = [part.due_on for part in fresh.versions.get().terms.schedule]
    assert days == [date(2028, 3, 31), date(2029, 2, 28)]


def test_the_sla_plan_of_a_contract_holds_in_its_term(seller: User) -> None:
    customer, product, other = make_customer(), make_product(), make_product()
    plan = make_plan()
    contract = make_signed(
        by=seller, customer=customer, products=[product], sla_version=newest_version(plan)
    )

    def at(year: int, month: int) -> datetime:
        return datetime(year, month, 1, tzinfo=UTC)

    assert plan_for(customer, product, at(2026, 12)) == plan
    assert plan_for(customer, product, at(2026, 10)) != plan
    assert plan_for(customer, product, at(2027, 12)) != plan
    assert plan_for(customer, other, at(2026, 12)) != plan
    assert plan_for(make_customer(), product, at(2026, 12)) != plan
    contract.products.clear()
    assert plan_for(customer, other, at(2026, 12)) == plan


def test_what_is_known_is_changed_without_losing_anything(seller: User, manager: User) -> None:
    contract = make_signed(by=seller)
    change: Callable[..., Contract] = operations.change
    change(contract=contract, before={"title": "Six lines"}, values={"title": "Seven"},
           by=seller, at=AT)  # fmt: skip
    with pytest.raises(StaleEdit):
        change(contract=contract, before={"title": "Six lines"}, values={"title": "Eight"},
               by=seller, at=AT)  # fmt: skip
    with pytest.raises(NotAllowed):
        change(contract=contract, before={}, values={"their_party": "Other"}, by=seller, at=AT)
    change(contract=contract, before={}, values={"their_party": "Other"}, by=manager, at=AT)
    with pytest.raises(NotAllowed):
        change(contract=contract, before={}, values={"owner": make_user()}, by=manager, at=AT)
    contract.refresh_from_db()
    assert (contract.title, contract.their_party) == ("Seven", "Other")
