"""What stages ask for, what a move leaves behind, and how it is taken back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.undoing import ChangedSince, TooLate
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.lifecycle import Influence, Part, Stage
from twintrack.sales.pipeline.models import Opportunity, PipelineStage, StagePassage
from twintrack.sales.pipeline.operations import Given

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
FIRST = Stage.REQUIREMENT_CONFIRMATION.value


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def opened(seller: User, amount: int = 100) -> Opportunity:
    details = operations.OpportunityDetails(
        customer=make_opportunity().customer,
        name="Six lines",
        amount=Decimal(amount),
        currency="CNY",
        expected_close_on=date(2026, 12, 18),
    )
    return operations.open_opportunity(details=details, by=seller, at=AT)


def move(opportunity: Opportunity, to: str, by: User, **over: Any) -> Opportunity:
    told = {"before": opportunity.stage, "at": AT + timedelta(hours=1)} | over
    return operations.advance(opportunity=opportunity, to=to, by=by, **told)


def passed(opportunity: Opportunity) -> list[tuple[str, str, bool]]:
    rows = StagePassage.objects.filter(opportunity=opportunity).order_by("pk")
    return list(rows.values_list("stage", "outcome", "is_last"))


def test_what_is_missing_keeps_it_where_it_is_and_is_named(seller: User) -> None:
    opportunity = opened(seller, amount=0)

    with pytest.raises(operations.CriteriaMissing) as missing:
        move(opportunity, "contract", seller, anyway="never mind")

    # Those of the stages that would be skipped count as well; no reason helps what is required.
    codes = {each.check.code: each.is_required for each in missing.value.asked}
    assert codes == {
        "amount": True,
        "next_step": False,
        "decision_maker": True,
        "presales": False,
    }
    assert "Amount given" in str(missing.value.message)
    opportunity.refresh_from_db()
    assert opportunity.stage == FIRST
    assert passed(opportunity) == [(FIRST, "", True)]


def test_what_is_given_on_the_way_is_kept_in_the_same_go(seller: User) -> None:
    opportunity, engineer = opened(seller, amount=0), make_user(Role.PRESALES)
    given = Given(
        amount=Decimal(486),
        currency="CNY",
        next_step="Send the quote",
        next_step_on=date(2026, 12, 1),
        new_decision_maker=" Director Li ",
        presales=engineer,
    )
    before = Entry.objects.count()
    with pytest.raises(operations.CriteriaMissing):
        move(opportunity, "contract", seller, given=Given(next_step="x", next_step_on=AT.date()))
    # What was refused left nothing behind.
    assert Entry.objects.count() == before

    moved = move(opportunity, "contract", seller, given=given)

    assert (moved.stage, moved.amount, moved.next_step) == ("contract", 486, "Send the quote")
    assert moved.members.get().part == Part.PRESALES
    placed = moved.contacts.get()
    assert (placed.contact.name, placed.influence) == ("Director Li", Influence.DECISION_MAKER)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True)[before:])
    assert kinds == [
        "opportunity.changed",
        "customer.contact_added",
        "opportunity.contact_placed",
        "opportunity.member_added",
        "opportunity.advanced",
    ]


def test_what_is_only_advised_may_be_missing_for_a_reason_that_stays(seller: User) -> None:
    opportunity = opened(seller)
    with pytest.raises(operations.CriteriaMissing) as missing:
        move(opportunity, "solution_design", seller)
    assert "or say why" in str(missing.value.message)

    move(opportunity, "solution_design", seller, anyway=" in a hurry ")

    entry = Entry.objects.latest("pk")
    assert (entry.payload["reason"], entry.payload["unmet"]) == ("in a hurry", ["next_step"])
    # Back asks for nothing, and a reason for nothing is not kept.
    opportunity.refresh_from_db()
    move(opportunity, FIRST, seller, anyway="x")
    assert Entry.objects.latest("pk").payload["reason"] == ""


def test_a_stage_that_may_not_be_skipped_is_passed_first(seller: User) -> None:
    opportunity = make_opportunity()
    make_decision_maker(opportunity)
    PipelineStage.objects.filter(code="solution_design").update(may_be_skipped=False)
    with pytest.raises(operations.StageSkipped, match="Solution design"):
        move(opportunity, "negotiation", seller, anyway="x")

    there = move(opportunity, "solution_design", seller, anyway="x")
    back = move(there, FIRST, seller)
    # Once passed, it is not asked for again.
    back.passages.create(
        stage="solution_design",
        name_zh="",
        name_en="",
        probability=1,
        entered_at=AT,
        entered_by=seller,
        left_at=AT,
    )
    assert move(back, "negotiation", seller, anyway="x").stage == "negotiation"


def test_each_stage_passed_keeps_what_it_was_called_then(seller: User) -> None:
    opportunity = opened(seller)
    there = move(opportunity, "solution_design", seller, anyway="x")
    PipelineStage.objects.filter(code="solution_design").update(name_en="Design", probability=99)
    back = move(there, FIRST, seller)
    again = move(back, "solution_design", seller, anyway="x")
    operations.lose(opportunity=again, before="solution_design", reason="x", by=seller, at=AT)

    assert passed(opportunity) == [
        (FIRST, "onward", False),
        ("solution_design", "back", False),
        (FIRST, "onward", True),
        ("solution_design", "lost", True),
    ]
    design = StagePassage.objects.filter(stage="solution_design").order_by("pk")
    named = list(design.values_list("name_en", "probability"))
    assert named == [("Solution design", 40), ("Design", 99)]
    operations.reopen(opportunity=again, to="negotiation", reason="x", by=seller, at=AT)
    assert passed(opportunity)[-1] == ("negotiation", "", True)


def test_a_move_by_mistake_is_taken_back_as_if_it_never_was(seller: User) -> None:
    opportunity = opened(seller)
    move(opportunity, "solution_design", seller, anyway="x")
    entry = Entry.objects.latest("pk").pk

    with pytest.raises(NotThere):
        operations.undo_move(first=entry, last=entry, by=make_user(Role.SALESPERSON), at=AT)
    with pytest.raises(TooLate):
        operations.undo_move(first=entry, last=entry, by=seller, at=AT + timedelta(hours=3))
    back = operations.undo_move(
        first=entry, last=entry, by=seller, at=AT + timedelta(hours=1, minutes=1)
    )

    assert (back.stage, back.stage_since) == (FIRST, AT)
    assert passed(opportunity) == [(FIRST, "", True)]
    with pytest.raises(ChangedSince):
        operations.undo_move(
            first=entry, last=entry, by=seller, at=AT + timedelta(hours=1, minutes=2)
        )


def test_a_next_step_has_words_and_a_day(seller: User) -> None:
    opportunity = make_opportunity()
    for values in ({"next_step": "Call"}, {"next_step_on": date(2026, 12, 1)}):
        with pytest.raises(operations.StepHalf):
            operations.change(opportunity=opportunity, before={}, values=values, by=seller, at=AT)
    whole = {"next_step": "Call", "next_step_on": date(2026, 12, 1)}
    operations.change(opportunity=opportunity, before={}, values=whole, by=seller, at=AT)
    none = {"next_step": "", "next_step_on": None}
    done = operations.change(opportunity=opportunity, before={}, values=none, by=seller, at=AT)
    assert (done.next_step, done.next_step_on) == ("", None)


def test_a_team_and_the_people_at_the_customer_are_noted_once(seller: User) -> None:
    opportunity, engineer = make_opportunity(), make_user(Role.PRESALES)
    told: dict[str, Any] = {"opportunity": opportunity, "by": seller, "at": AT}
    for _ in range(2):
        member = operations.add_member(person=engineer, part=Part.PRESALES, **told)
    with pytest.raises(operations.CannotJoin):
        operations.add_member(person=make_user(Role.ENGINEER), part=Part.PRESALES, **told)
    elsewhere = Contact.objects.create(customer=make_opportunity().customer, name="Wang")
    with pytest.raises(operations.ContactElsewhere):
        operations.place_contact(contact=elsewhere, influence=Influence.BUYER, **told)
    contact = Contact.objects.create(customer=opportunity.customer, name="Li")
    for influence in (Influence.BUYER, Influence.CHAMPION, Influence.CHAMPION):
        placed = operations.place_contact(contact=contact, influence=influence, **told)
    operations.remove_member(member=member, by=seller, at=AT)
    operations.remove_contact(placed=placed, by=seller, at=AT)

    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "opportunity.member_added",
        "opportunity.contact_placed",
        "opportunity.contact_placed",
        "opportunity.member_removed",
        "opportunity.contact_removed",
    ]
    assert not opportunity.members.exists()
    assert not opportunity.contacts.exists()
