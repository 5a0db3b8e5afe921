"""Opportunities on their way."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import CLOSE, make_opportunity
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.money.currencies import CurrencyUnknown
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def details(**over: Any) -> operations.OpportunityDetails:
    known: dict[str, Any] = {
        "customer": make_customer(),
        "name": "Six winding lines",
        "amount": Decimal("4860000"),
        "currency": "CNY",
        "expected_close_on": CLOSE,
    }
    return operations.OpportunityDetails(**(known | over))


def test_an_opportunity_is_opened_by_whoever_looks_after_it(seller: User) -> None:
    product = make_product()
    opened = operations.open_opportunity(details=details(products=[product]), by=seller, at=AT)

    assert (opened.number, opened.owner) == ("O-1", seller)
    assert opened.stage == Stage.REQUIREMENT_CONFIRMATION
    assert list(opened.products.all()) == [product]
    entry = Entry.objects.get()
    assert {str(each) for each in entry.subjects.all()} == {
        f"opportunity:{opened.pk}",
        f"customer:{opened.customer_id}",
    }
    assert entry.payload["amount"] == "4860000"


@pytest.mark.parametrize("amount", ["-1", "NaN", "1e14", "Infinity"])
def test_an_amount_that_cannot_be_is_refused(seller: User, amount: str) -> None:
    with pytest.raises(operations.AmountImpossible):
        operations.open_opportunity(details=details(amount=Decimal(amount)), by=seller, at=AT)
    assert not Opportunity.objects.exists()


def test_a_currency_that_is_none_is_refused(seller: User) -> None:
    with pytest.raises(CurrencyUnknown):
        operations.open_opportunity(details=details(currency="RMB"), by=seller, at=AT)


def test_what_is_known_changes_in_one_entry_that_says_how(seller: User) -> None:
    opportunity, product, other = make_opportunity(), make_product(code="h3"), make_user()
    values = {
        "name": "Eight lines",
        "amount": Decimal("5000000"),
        "currency": "CNY",
        "products": [product],
        "owner": other,
    }
    before = {"name": opportunity.name, "amount": Decimal("1000000"), "products": []}
    operations.change(opportunity=opportunity, before=before, values=values, by=seller, at=AT)

    opportunity.refresh_from_db()
    assert (opportunity.name, opportunity.owner) == ("Eight lines", other)
    assert list(opportunity.products.all()) == [product]
    [entry] = Entry.objects.all()
    assert entry.payload["fields"] == ["amount", "name", "owner", "products"]
    assert entry.payload["to"]["products"] == "h3"


def test_what_stays_as_it_is_leaves_no_entry(seller: User) -> None:
    opportunity = make_opportunity()
    values = {"name": opportunity.name, "amount": Decimal("1000000.00")}
    operations.change(opportunity=opportunity, before={}, values=values, by=seller, at=AT)

    assert kinds() == []


def test_two_people_who_change_one_field_do_not_overwrite_each_other_unseen(seller: User) -> None:
    opportunity = make_opportunity()
    seen = {"amount": opportunity.amount, "name": opportunity.name}
    first = {"amount": Decimal("2000000")}
    operations.change(opportunity=opportunity, before=seen, values=first, by=seller, at=AT)

    with pytest.raises(StaleEdit) as stale:
        operations.change(
            opportunity=opportunity,
            before=seen,
            values={"amount": Decimal("3000000"), "name": "Mine"},
            by=seller,
            at=AT,
        )

    assert (stale.value.field, stale.value.current) == ("amount", Decimal("2000000"))
    opportunity.refresh_from_db()
    assert opportunity.name != "Mine"
    # Another field than the one that somebody changed is free.
    operations.change(
        opportunity=opportunity, before=seen, values={"name": "Mine"}, by=seller, at=AT
    )


def test_only_what_is_known_of_an_opportunity_can_be_changed(seller: User) -> None:
    with pytest.raises(operations.FieldUnknown):
        operations.change(
            opportunity=make_opportunity(), before={}, values={"stage": "won"}, by=seller, at=AT
        )


def test_an_opportunity_moves_forward_and_back(seller: User) -> None:
    opportunity = make_opportunity()
    later = datetime(2026, 12, 1, 9, tzinfo=UTC)
    moved = operations.advance(
        opportunity=opportunity,
        before=Stage.REQUIREMENT_CONFIRMATION,
        to=Stage.NEGOTIATION,
        anyway="the customer is in a hurry",
        by=seller,
        at=later,
    )
    assert (moved.stage, moved.stage_since) == (Stage.NEGOTIATION, later)
    back = operations.advance(
        opportunity=moved,
        before=Stage.NEGOTIATION,
        to=Stage.SOLUTION_DESIGN,
        by=seller,
        at=later,
    )
    operations.advance(
        opportunity=back,
        before=Stage.SOLUTION_DESIGN,
        to=Stage.SOLUTION_DESIGN,
        by=seller,
        at=later,
    )

    assert kinds() == ["opportunity.advanced", "opportunity.advanced"]
    with pytest.raises(operations.StageNotOpen):
        operations.advance(
            opportunity=back, before=Stage.SOLUTION_DESIGN, to=Stage.WON, by=seller, at=later
        )


def test_a_stage_that_somebody_left_in_between_is_not_left_again(seller: User) -> None:
    opportunity = make_opportunity(stage=Stage.CONTRACT)

    with pytest.raises(StaleEdit):
        operations.advance(
            opportunity=opportunity,
            before=Stage.NEGOTIATION,
            to=Stage.SOLUTION_DESIGN,
            by=seller,
            at=AT,
        )
    with pytest.raises(StaleEdit):
        operations.win(opportunity=opportunity, before=Stage.NEGOTIATION, by=seller, at=AT)
    assert kinds() == []


def test_a_customer_buys_once(seller: User) -> None:
    opportunity = make_opportunity(stage=Stage.CONTRACT)
    won = operations.win(opportunity=opportunity, before=Stage.CONTRACT, by=seller, at=AT)

    assert (won.stage, won.closed_at, won.is_open) == (Stage.WON, AT, False)
    with pytest.raises(StaleEdit):
        operations.win(opportunity=opportunity, before=Stage.CONTRACT, by=seller, at=AT)
    with pytest.raises(operations.ClosedAlready):
        operations.win(opportunity=opportunity, before=Stage.WON, by=seller, at=AT)
    assert kinds() == ["opportunity.won"]


def test_a_lost_opportunity_says_why_and_opens_again_with_a_reason(seller: User) -> None:
    opportunity = make_opportunity()
    before = Stage.REQUIREMENT_CONFIRMATION
    with pytest.raises(ReasonMissing):
        operations.lose(opportunity=opportunity, before=before, reason=" ", by=seller, at=AT)
    lost = operations.lose(
        opportunity=opportunity, before=before, reason=" too dear ", by=seller, at=AT
    )
    assert (lost.stage, lost.lost_reason, lost.closed_at) == (Stage.LOST, "too dear", AT)

    with pytest.raises(ReasonMissing):
        operations.reopen(opportunity=lost, to=Stage.NEGOTIATION, reason="", by=seller, at=AT)
    with pytest.raises(operations.StageNotOpen):
        operations.reopen(opportunity=lost, to=Stage.WON, reason="x", by=seller, at=AT)
    again = operations.reopen(
        opportunity=lost, to=Stage.NEGOTIATION, reason="budget came", by=seller, at=AT
    )
    assert (again.stage, again.lost_reason, again.closed_at) == (Stage.NEGOTIATION, "", None)
    with pytest.raises(operations.NotClosed):
        operations.reopen(opportunity=again, to=Stage.CONTRACT, reason="x", by=seller, at=AT)
    assert kinds() == ["opportunity.lost", "opportunity.reopened"]


@pytest.mark.parametrize("role", [Role.ENGINEER, Role.RND_LEAD, Role.PRODUCT_MANAGER, Role.GUEST])
def test_only_sales_works_on_opportunities(role: Role) -> None:
    person, opportunity = make_user(role), make_opportunity()
    stage = Stage.REQUIREMENT_CONFIRMATION
    acts = [
        lambda: operations.open_opportunity(details=details(), by=person, at=AT),
        lambda: operations.change(
            opportunity=opportunity, before={}, values={"name": "x"}, by=person, at=AT
        ),
        lambda: operations.advance(
            opportunity=opportunity, before=stage, to=Stage.CONTRACT, by=person, at=AT
        ),
        lambda: operations.win(opportunity=opportunity, before=stage, by=person, at=AT),
        lambda: operations.lose(
            opportunity=opportunity, before=stage, reason="x", by=person, at=AT
        ),
        lambda: operations.reopen(opportunity=opportunity, to=stage, reason="x", by=person, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert kinds() == []
    assert date(2026, 12, 18) == opportunity.expected_close_on
