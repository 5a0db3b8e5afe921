"""The life of a requirement: proposed, decided with a reason, worked on step by step."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.objects.numbering import next_ids
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.events import DemandChanged, RequirementReviewed
from twintrack.rnd.backlog.lifecycle import NEXT_STATES, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import Decision, Demand, Draft, Proposal
from twintrack.rnd.backlog.scoring import Rice

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
YES = Decision(decision="accepted", reason="four lines stand still", customer_wording="We do it.")


def test_a_proposal_goes_to_the_owner_of_the_product() -> None:
    product = make_product()

    requirement = operations.propose(
        product=product, proposal=Proposal(title="Tension"), by=make_user(Role.CSM), at=AT
    )

    assert (requirement.number, requirement.owner) == ("REQ-1", product.owner)
    assert requirement.state == State.PROPOSED


def test_many_are_proposed_at_once_in_their_order_each_with_its_time_and_cause() -> None:
    product, by = make_product(), make_user(Role.CSM)
    last = operations.propose(product=product, proposal=Proposal(title="Reel"), by=by, at=AT)
    cause, later = Entry.objects.get(), AT + timedelta(minutes=1)
    [pk] = next_ids(Requirement, 1)
    drafts = [
        Draft.of(product, Proposal(title="Tension"), Demand(customers=2), pk=pk, at=AT),
        Draft.of(product, Proposal(title="Alarm"), at=later, caused_by=cause),
    ]

    made = operations.propose_all(drafts=drafts, by=by, at=AT)

    rows = list(Requirement.objects.order_by("rank"))
    assert rows == [last, *made]
    assert made[0].pk == pk
    assert [each.number for each in rows] == ["REQ-1", "REQ-2", "REQ-3"]
    assert [each.customers_count for each in rows] == [0, 2, 0]
    told = Entry.objects.order_by("pk").exclude(pk=cause.pk)
    assert [each.about_id for each in told] == [each.pk for each in made]
    assert [(each.happened_at, each.caused_by) for each in told] == [(AT, None), (later, cause)]
    assert [each.payload["customers"] for each in told] == [2, 0]


def test_who_may_not_propose_proposes_nothing() -> None:
    draft = Draft.of(make_product(), Proposal(title="Tension"), at=AT)

    with pytest.raises(NotAllowed):
        operations.propose_all(drafts=[draft], by=make_user(), at=AT)

    assert not Requirement.objects.exists()


def test_a_decision_keeps_its_reason_and_the_words_for_customers() -> None:
    requirement = make_requirement()

    operations.decide(requirement=requirement, decision=YES, by=make_user(Role.RND_LEAD), at=AT)

    requirement.refresh_from_db()
    assert requirement.state == State.ACCEPTED
    assert Entry.objects.get().event == RequirementReviewed(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from="proposed",
        decision="accepted",
        reason="four lines stand still",
        customer_wording="We do it.",
    )


def test_a_decision_without_a_reason_is_refused() -> None:
    with pytest.raises(ReasonMissing):
        operations.decide(
            requirement=make_requirement(),
            decision=Decision(decision="rejected", reason="  "),
            by=make_user(Role.RND_LEAD),
            at=AT,
        )


def test_an_engineer_does_not_decide() -> None:
    with pytest.raises(NotAllowed):
        operations.decide(
            requirement=make_requirement(), decision=YES, by=make_user(Role.ENGINEER), at=AT
        )


def test_what_is_being_built_is_no_longer_reviewed() -> None:
    with pytest.raises(operations.BuiltAlready):
        operations.decide(
            requirement=make_requirement(state="in_development"),
            decision=YES,
            by=make_user(Role.RND_LEAD),
            at=AT,
        )


def test_the_same_decision_twice_is_refused_so_that_nobody_is_told_twice() -> None:
    requirement, lead = make_requirement(), make_user(Role.RND_LEAD)
    operations.decide(requirement=requirement, decision=YES, by=lead, at=AT)

    with pytest.raises(StateNotReachable):
        operations.decide(requirement=requirement, decision=YES, by=lead, at=AT)

    assert Entry.objects.count() == 1


@pytest.mark.parametrize("came_from", State)
def test_work_moves_only_along_the_lifecycle(came_from: State) -> None:
    engineer, product = make_user(Role.ENGINEER), make_product()
    follow = NEXT_STATES.get(came_from, ())
    stays = make_requirement(state=came_from, product=product)

    for to in follow:
        requirement = make_requirement(state=came_from, product=product)
        assert operations.advance(requirement=requirement, to=to, by=engineer, at=AT).state == to
    for to in set(State) - set(follow):
        with pytest.raises(StateNotReachable):
            operations.advance(requirement=stays, to=to, by=engineer, at=AT)


def test_a_date_moved_by_somebody_else_is_not_overwritten_unseen() -> None:
    requirement, lead = make_requirement(), make_user(Role.RND_LEAD)
    first, second = date(2026, 12, 18), date(2026, 12, 23)
    operations.move_date(requirement=requirement, before=None, to=first, by=lead, at=AT)

    with pytest.raises(StaleEdit) as refusal:
        operations.move_date(requirement=requirement, before=None, to=second, by=lead, at=AT)

    assert (refusal.value.current, refusal.value.attempted) == (first, second)


def test_moving_to_the_same_day_tells_nobody() -> None:
    day = date(2026, 12, 18)
    requirement = make_requirement(planned_on=day)

    operations.move_date(
        requirement=requirement, before=day, to=day, by=make_user(Role.RND_LEAD), at=AT
    )

    assert not Entry.objects.exists()


def test_a_score_ranks_a_requirement() -> None:
    requirement = make_requirement()
    rice = Rice(reach=Decimal(4), impact=Decimal(3), confidence=Decimal(80), effort=Decimal("0.5"))

    operations.score(requirement=requirement, rice=rice, by=make_user(Role.RND_LEAD), at=AT)

    requirement.refresh_from_db()
    assert (requirement.rice, requirement.value_score) == (Decimal("19.20"), 44)


def test_demand_counts_who_waits_and_what_they_may_buy() -> None:
    requirement, alice = make_requirement(), make_user(Role.CSM)
    demand = operations.Demand(customers=2, feedbacks=3, revenue=Decimal(4_860_000))

    operations.set_demand(requirement=requirement, demand=demand, by=alice, at=AT)
    operations.set_demand(requirement=requirement, demand=demand, by=alice, at=AT)

    requirement.refresh_from_db()
    assert (requirement.customers_count, requirement.feedback_count) == (2, 3)
    assert requirement.revenue == 4_860_000
    # Counted again with the same result, nothing happened.
    assert Entry.objects.get().event == DemandChanged(
        requirement_id=requirement.pk, **asdict(demand)
    )


def test_a_requirement_is_planned_for_a_milestone_of_its_own_product() -> None:
    lead = make_user(Role.RND_LEAD)
    milestone = make_milestone()
    requirement = make_requirement(product=milestone.project.product)
    planned = operations.plan_for(requirement=requirement, milestone=milestone, by=lead, at=AT)
    operations.plan_for(requirement=requirement, milestone=milestone, by=lead, at=AT)
    assert planned.milestone == milestone
    operations.plan_for(requirement=requirement, milestone=None, by=lead, at=AT)

    assert Entry.objects.filter(kind="requirement.planned").count() == 2
    with pytest.raises(operations.OtherProject):
        operations.plan_for(requirement=make_requirement(), milestone=milestone, by=lead, at=AT)
