"""A reached milestone starts the talk with each customer who waits."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.projects import DUE, make_milestone
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Cursor, Entry
from twintrack.foundation.ledger.subscribers import all_subscribers
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations
from twintrack.helix.communication.models import CommunicationPlan, PlanStep, PlanTemplate
from twintrack.helix.handoffs import operations as handoffs
from twintrack.hub.projects import operations as projects
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD, name="Chen")


@pytest.fixture
def milestone() -> Milestone:
    make_template()
    return make_milestone()


def wait_for(milestone: Milestone, lead: User, **customer: object) -> Customer:
    """Let a customer wait for something that is planned for the milestone."""
    waiting = make_customer(**customer)
    feedback = make_feedback(
        customer=waiting, product=milestone.project.product, title="No more torn film"
    )
    handoff = handoffs.hand_over(feedback=feedback, by=feedback_recorder(), at=AT)
    backlog.plan_for(requirement=handoff.requirement, milestone=milestone, by=lead, at=AT)
    return waiting


def feedback_recorder() -> User:
    return make_user(Role.SALESPERSON)


def reach(milestone: Milestone, lead: User) -> None:
    projects.reach(milestone=milestone, by=lead, at=AT)
    drain()


def reopen(milestone: Milestone, lead: User) -> None:
    projects.reopen(milestone=milestone, reason="a test failed", by=lead, at=AT)
    drain()


def told(user: User) -> list[str]:
    notices = Notification.objects.filter(
        recipient=user, told_by__startswith="communication/"
    ).order_by("pk")
    return list(notices.values_list("told_by", flat=True))


def test_each_waiting_customer_gets_one_plan_with_its_drafts_filled_in(
    milestone: Milestone, lead: User
) -> None:
    customer = wait_for(milestone, lead, name="BoltWerk")
    wait_for(milestone, lead)
    make_customer()
    reach(milestone, lead)

    assert CommunicationPlan.objects.count() == 2
    plan = CommunicationPlan.objects.get(customer=customer)
    call, demo = plan.steps.order_by("position")
    assert call.title_en.strip() == "Talk with BoltWerk"
    assert call.body_en == "No more torn film (REQ-1) {nothing}"
    assert (call.due_on, demo.due_on) == (date(2026, 11, 25), date(2026, 11, 27))
    assert call.owner == demo.owner == customer.owner


def test_a_step_for_another_role_goes_to_somebody_who_has_it(
    milestone: Milestone, lead: User
) -> None:
    luo = make_user(Role.PRESALES)
    customer = wait_for(milestone, lead)
    reach(milestone, lead)

    owners = [step.owner for step in PlanStep.objects.order_by("position")]
    assert owners == [customer.owner, luo]
    assert told(luo) == told(customer.owner) == ["communication/started"]


def test_a_key_customer_gets_the_template_of_its_segment(milestone: Milestone, lead: User) -> None:
    make_template(segment="A")
    wait_for(milestone, lead, segment="A")
    wait_for(milestone, lead, segment="B")
    reach(milestone, lead)

    titles = [step.title_en[-1] for step in PlanStep.objects.filter(position=1).order_by("pk")]
    assert titles == ["A", " "]


def test_whatever_is_replayed_a_milestone_starts_one_plan_per_customer(
    milestone: Milestone, lead: User
) -> None:
    wait_for(milestone, lead)
    reach(milestone, lead)
    entry = Entry.objects.get(kind="milestone.reached")
    for subscriber in all_subscribers():
        subscriber.handle([entry])

    assert CommunicationPlan.objects.count() == 1
    assert Entry.objects.filter(kind="communication_plan.started").count() == 1


def test_a_milestone_of_a_kind_without_a_template_starts_the_general_one(lead: User) -> None:
    milestone = make_milestone(kind="custom")
    customer = wait_for(milestone, lead, name="BoltWerk")
    reach(milestone, lead)

    plan = CommunicationPlan.objects.get(customer=customer)
    assert [step.kind for step in plan.steps.order_by("position")] == ["call", "follow_up"]
    call = plan.steps.get(position=1)
    assert call.title_zh == f"给BoltWerk打电话：{milestone.name}"
    assert "No more torn film" in call.body_en


def test_a_template_of_the_kind_goes_before_the_general_one_of_a_segment(lead: User) -> None:
    make_template(kind="", segment="A")
    make_template(kind="custom")
    milestone = make_milestone(kind="custom")
    wait_for(milestone, lead, name="BoltWerk", segment="A")
    reach(milestone, lead)

    assert PlanStep.objects.get(position=1).title_en == "Talk with BoltWerk "


def test_who_waits_for_what_was_turned_down_gets_no_plan(milestone: Milestone, lead: User) -> None:
    wait_for(milestone, lead)
    Requirement.objects.update(state="rejected")
    reach(milestone, lead)

    assert not CommunicationPlan.objects.exists()


def test_who_took_back_what_they_said_gets_no_plan(milestone: Milestone, lead: User) -> None:
    wait_for(milestone, lead)
    Feedback.objects.update(state="withdrawn")
    reach(milestone, lead)

    assert not CommunicationPlan.objects.exists()


def test_what_had_no_template_is_started_by_hand_once_there_is_one(lead: User) -> None:
    PlanTemplate.objects.all().delete()
    milestone, seller = make_milestone(kind="custom"), make_user(Role.SALESPERSON)
    customer = wait_for(milestone, lead)

    def by_hand() -> CommunicationPlan:
        return operations.start_missing(milestone=milestone, customer=customer, by=seller, at=AT)

    with pytest.raises(operations.MilestoneAhead):
        by_hand()
    reach(milestone, lead)
    milestone.refresh_from_db()
    with pytest.raises(operations.TemplateMissing):
        by_hand()
    assert not CommunicationPlan.objects.exists()
    make_template(kind="")
    with pytest.raises(NotAllowed):
        operations.start_missing(
            milestone=milestone, customer=customer, by=make_user(Role.ENGINEER), at=AT
        )
    by_hand()
    by_hand()
    assert Entry.objects.filter(kind="communication_plan.started").count() == 1


def test_reached_reopened_reached_pauses_the_plan_and_goes_on(
    milestone: Milestone, lead: User
) -> None:
    customer = wait_for(milestone, lead)
    reach(milestone, lead)
    reopen(milestone, lead)
    assert CommunicationPlan.objects.get().state == "paused"
    late = wait_for(milestone, lead)
    reach(milestone, lead)

    assert CommunicationPlan.objects.get(customer=customer).state == "running"
    assert CommunicationPlan.objects.get(customer=late).state == "running"
    assert told(customer.owner) == [
        "communication/started",
        "communication/paused",
        "communication/resumed",
    ]


def test_each_person_is_told_once_of_a_milestone_and_what_does_not_hold_is_settled(
    milestone: Milestone, lead: User, client: Client
) -> None:
    zhao = make_user(Role.SALESPERSON)
    for name in ("BoltWerk", "Huayue", "Jiangnan", "Ninghai"):
        wait_for(milestone, lead, name=name, owner=zhao)
    reach(milestone, lead)
    started = Notification.objects.get(recipient=zhao, told_by="communication/started")
    assert [plan["customer"] for plan in started.details["plans"]] == [
        "BoltWerk",
        "Huayue",
        "Jiangnan",
        "Ninghai",
    ]
    client.force_login(zhao)
    page = client.get("/inbox/").content.decode()
    assert "talk with BoltWerk, Huayue, Jiangnan and 1 more" in page
    assert f'data-href="/milestones/{milestone.number}/"' in page
    assert started.details["plans"][3]["number"] in page

    reopen(milestone, lead)
    started.refresh_from_db()
    assert started.read_at is not None
    paused = Notification.objects.get(recipient=zhao, told_by="communication/paused")
    assert len(paused.details["plans"]) == 4
    page = client.get("/inbox/").content.decode()
    assert "a test failed" in page
    plan = started.details["plans"][0]["number"]
    assert "a test failed" in client.get(f"/plans/{plan}/").content.decode()

    Cursor.objects.all().delete()
    drain()
    paused.refresh_from_db()
    assert paused.read_at is None
    reach(milestone, lead)
    paused.refresh_from_db()
    assert paused.read_at is not None
    assert told(zhao) == [
        "communication/started",
        "communication/paused",
        "communication/resumed",
    ]


def test_due_days_move_with_the_forecast_and_it_is_told_when_it_matters(
    milestone: Milestone, lead: User
) -> None:
    customer = wait_for(milestone, lead)
    reach(milestone, lead)
    reopen(milestone, lead)
    before = [step.due_on for step in PlanStep.objects.order_by("position")]
    steps = ((DUE, date(2026, 12, 21)), (date(2026, 12, 21), date(2026, 12, 24)))
    for came_from, to in steps:
        projects.move_forecast(milestone=milestone, before=came_from, to=to, by=lead, at=AT)
        drain()

    assert before == [date(2026, 11, 25), date(2026, 11, 27)]
    after = [step.due_on for step in PlanStep.objects.order_by("position")]
    assert after == [date(2026, 12, 25), date(2026, 12, 29)]
    assert told(customer.owner).count("communication/moved") == 2
    projects.move_forecast(
        milestone=milestone, before=date(2026, 12, 24), to=date(2026, 12, 25), by=lead, at=AT
    )
    drain()
    assert PlanStep.objects.get(position=1).due_on == date(2026, 12, 28)
    assert told(customer.owner).count("communication/moved") == 2


def test_steps_are_counted_from_the_day_it_is_reached_again(
    milestone: Milestone, lead: User
) -> None:
    wait_for(milestone, lead)
    reach(milestone, lead)
    reopen(milestone, lead)
    projects.reach(milestone=milestone, by=lead, at=datetime(2026, 12, 7, 9, tzinfo=UTC))
    drain()

    assert PlanStep.objects.get(position=1).due_on == date(2026, 12, 8)


def test_what_is_planned_for_a_milestone_reached_before_starts_a_plan_too(
    milestone: Milestone, lead: User
) -> None:
    reach(milestone, lead)
    customer = wait_for(milestone, lead)
    drain()

    assert CommunicationPlan.objects.get().customer == customer
