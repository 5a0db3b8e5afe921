"""Working off a communication plan."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.projects import make_milestone
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.drafts import fill
from twintrack.helix.communication.lifecycle import StepState
from twintrack.helix.communication.models import CommunicationPlan

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


@pytest.fixture
def plan(seller: User) -> CommunicationPlan:
    make_template()
    started = operations.start(
        milestone=make_milestone(), customer=make_customer(owner=seller), by=seller, at=AT
    )
    assert started
    return started


def test_the_last_closed_step_completes_the_plan(plan: CommunicationPlan, seller: User) -> None:
    call, demo = plan.steps.order_by("position")
    operations.close_step(step=call, state=StepState.DONE, by=seller, at=AT)
    plan.refresh_from_db()
    assert plan.state == "running"
    closed = operations.close_step(
        step=demo, state=StepState.SKIPPED, reason="saw it at the fair", by=seller, at=AT
    )
    plan.refresh_from_db()

    assert plan.state == "completed"
    assert (closed.reason, closed.closed_by) == ("saw it at the fair", seller)
    # Its milestone is not reached: taken up again, the plan waits for it.
    operations.reopen_step(step=demo, by=seller, at=AT)
    plan.refresh_from_db()
    assert plan.state == "paused"


def test_a_step_is_skipped_only_with_a_reason_and_closed_only_once(
    plan: CommunicationPlan, seller: User
) -> None:
    step = plan.steps.get(position=1)
    with pytest.raises(ReasonMissing):
        operations.close_step(step=step, state=StepState.SKIPPED, reason=" ", by=seller, at=AT)
    with pytest.raises(operations.StepOpen):
        operations.reopen_step(step=step, by=seller, at=AT)
    operations.close_step(step=step, state=StepState.DONE, by=seller, at=AT)
    with pytest.raises(operations.StepClosedAlready):
        operations.close_step(step=step, state=StepState.DONE, by=seller, at=AT)

    assert Entry.objects.filter(kind="communication_plan.step_closed").count() == 1


def test_nothing_is_done_on_a_paused_plan(plan: CommunicationPlan, seller: User) -> None:
    operations.pause(plan=plan, by=seller, at=AT)
    operations.pause(plan=plan, by=seller, at=AT)

    with pytest.raises(operations.PlanPausedNow):
        operations.close_step(
            step=plan.steps.get(position=1), state=StepState.DONE, by=seller, at=AT
        )
    with pytest.raises(operations.PlanPausedNow):
        operations.reopen_step(step=plan.steps.get(position=1), by=seller, at=AT)
    assert Entry.objects.filter(kind="communication_plan.paused").count() == 1


def test_a_plan_with_no_open_steps_does_not_move(plan: CommunicationPlan, seller: User) -> None:
    for step in plan.steps.all():
        operations.close_step(step=step, state=StepState.DONE, by=seller, at=AT)
    operations.move(plan=plan, to=date(2027, 1, 9), by=seller, at=AT)

    assert not Entry.objects.filter(kind="communication_plan.moved").exists()


def test_an_engineer_does_not_talk_for_sales(plan: CommunicationPlan) -> None:
    engineer = make_user(Role.ENGINEER)
    step = plan.steps.get(position=1)

    with pytest.raises(NotAllowed):
        operations.close_step(step=step, state=StepState.DONE, by=engineer, at=AT)
    with pytest.raises(NotAllowed):
        operations.reopen_step(step=step, by=engineer, at=AT)
    with pytest.raises(NotAllowed):
        operations.change_template_step(
            step=make_template().steps.get(position=1), values={}, by=engineer, at=AT
        )


def test_a_template_written_anew_leaves_running_plans_as_they_are(
    plan: CommunicationPlan,
) -> None:
    manager = make_user(Role.SALES_MANAGER)
    step = make_template().steps.get(position=1)
    before = plan.steps.get(position=1).title_en
    changed = operations.change_template_step(
        step=step, values={"title_en": "Write to {customer}", "offset_days": 9}, by=manager, at=AT
    )

    assert (changed.title_en, changed.offset_days) == ("Write to {customer}", 9)
    assert plan.steps.get(position=1).title_en == before


def test_places_that_are_not_known_stay_as_they_were_typed() -> None:
    assert fill("{customer} {x} {", {"customer": ["{x}"]}) == "{x} {x} {"


def test_what_is_filled_in_is_parted_as_the_language_of_the_text_does() -> None:
    values = {"customer": ["宁海汽车电子"], "what_was_built": ["断膜", "张力"]}
    assert (
        fill("给 {customer} 打电话：{what_was_built}", values) == "给宁海汽车电子打电话：断膜；张力"
    )
    assert fill("Call {customer}: {what_was_built}", values) == "Call 宁海汽车电子: 断膜; 张力"
    assert fill("给 {customer} 打电话", {"customer": ["BoltWerk"]}) == "给 BoltWerk 打电话"


def test_a_draft_says_in_words_what_is_missing_and_never_shows_braces(
    plan: CommunicationPlan,
) -> None:
    step = plan.steps.get(position=1)
    step.title_zh, step.title_en = "写材料：{value}", "Write: {value}"
    step.body_zh, step.body_en = "数据：{value}，{value}", "Figures: {value} of {nothing}"
    with translation.override("en"):
        assert step.title == "Write: [to fill in: figures]"
        assert step.body == "Figures: [to fill in: figures] of [to fill in: nothing]"
        assert step.gaps == ["figures", "nothing"]
        assert step.other_body == "数据：［待补充：验收数据］，［待补充：验收数据］"
        assert step.other_gaps == ["figures"]
    with translation.override("zh-hans"):
        assert step.title == "写材料：［待补充：验收数据］"
        assert step.other_body.startswith("Figures: [to fill in: figures]")


def test_skipped_steps_are_not_counted_as_done(plan: CommunicationPlan, seller: User) -> None:
    first, second = plan.steps.order_by("position")
    operations.close_step(step=first, state=StepState.DONE, by=seller, at=AT)
    assert queries.get_plan(plan.number, for_user=seller).progress == "1 done of 2"
    operations.close_step(
        step=second, state=StepState.SKIPPED, reason="not needed", by=seller, at=AT
    )
    assert queries.get_plan(plan.number, for_user=seller).progress == "1 done, 1 skipped of 2"


def test_an_open_step_is_handed_to_who_may_take_it_and_they_are_told(seller: User) -> None:
    make_template()
    plan = operations.start(
        milestone=make_milestone(), customer=make_customer(owner=seller), by=seller, at=AT
    )
    assert plan
    step = plan.steps.get(position=1)
    other = make_user(Role.CSM)
    operations.reassign_step(step=step, to=other, by=seller, at=AT)
    drain()

    assert plan.steps.get(position=1).owner == other
    told = Notification.objects.filter(recipient=other)
    assert "communication/reassigned" in told.values_list("told_by", flat=True)
    with pytest.raises(operations.CannotTakeStep):
        operations.reassign_step(step=step, to=make_user(Role.ENGINEER), by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.reassign_step(step=step, to=seller, by=make_user(Role.ENGINEER), at=AT)
    operations.close_step(step=step, state=StepState.DONE, by=other, at=AT)
    with pytest.raises(operations.StepClosedAlready):
        operations.reassign_step(step=step, to=seller, by=other, at=AT)
