"""The numbers of both tracks, with their windows and counts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from tests.factories.backlog import make_requirement
from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.projects import make_milestone
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations as communication
from twintrack.helix.communication.lifecycle import StepState
from twintrack.helix.desk.measures import Column, rnd_column, sales_column
from twintrack.helix.handoffs import operations as handoffs
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def manager() -> User:
    return make_user(Role.PRODUCT_MANAGER)


def answer(manager: User, days: int) -> None:
    """Let a customer wait some days for a decision."""
    requirement = make_requirement()
    feedback = make_feedback(product=requirement.product)
    handoffs.attach(feedback=feedback, requirement=requirement, by=manager, at=NOW)
    backlog.decide(
        requirement=requirement,
        decision=backlog.Decision(decision="accepted", reason="yes"),
        by=manager,
        at=feedback.recorded_at + timedelta(days=days),
    )


def rnd(user: User) -> Column:
    with translation.override("en"):
        return rnd_column(user, now=NOW + timedelta(days=30))


def test_four_answers_are_too_few_to_speak_of_a_middle(manager: User) -> None:
    for days in (1, 2, 4, 8):
        answer(manager, days)
    assert rnd(manager).measures[0].value == ""
    answer(manager, 20)

    assert rnd(manager).measures[0].value == "4.0"
    assert rnd(manager).measures[0].basis == "median of 90 days, n = 5"


def test_the_pool_is_counted_by_stage_and_releases_by_month(manager: User) -> None:
    make_requirement(state="proposed")
    make_requirement(state="under_review")
    going = make_requirement(state="in_testing")
    make_requirement(state="rejected")
    with translation.override("en"):
        column = rnd_column(manager, now=NOW)
    assert column.total == "3"
    assert [bar.value for bar in column.bars] == ["2", "0", "0", "0", "1"]

    backlog.advance(requirement=going, to=State.RELEASED, by=manager, at=NOW)
    assert rnd_column(manager, now=NOW).measures[1].value == "1"
    assert rnd_column(manager, now=NOW + timedelta(days=30)).measures[1].value == "0"


def test_steps_are_on_time_up_to_the_end_of_their_day() -> None:
    seller = make_user(Role.SALESPERSON)
    make_template()
    for day in range(5):
        plan = communication.start(
            milestone=make_milestone(due_on=NOW.date(), forecast_on=NOW.date()),
            customer=make_customer(owner=seller),
            by=seller,
            at=NOW,
        )
        assert plan
        communication.close_step(
            step=plan.steps.get(position=1),
            state=StepState.DONE,
            by=seller,
            at=NOW + timedelta(days=day),
        )
    make_feedback(kind="praise")
    with translation.override("en"):
        column = sales_column(seller, now=NOW + timedelta(days=7))
    feedback, on_time, first_talk, overdue = column.measures

    assert (on_time.value, on_time.basis) == ("40", "2 of 5 in 90 days")
    assert first_talk.value == "2.0"
    assert overdue.value == "5"
    assert feedback.value == "1"


def test_who_may_not_see_opportunities_sees_what_customers_wait_for() -> None:
    make_feedback(kind="praise")
    make_opportunity(amount=3_000_000)
    with translation.override("en"):
        for_sales = sales_column(make_user(Role.SALESPERSON), now=NOW)
        for_rnd = sales_column(make_user(Role.ENGINEER), now=NOW)

    assert for_sales.total.replace("\u2009", " ") == "¥3 M"
    assert [bar.share for bar in for_sales.bars] == [100, 0, 0, 0]
    assert (for_rnd.title, for_rnd.total) == ("What customers wait for", "1")
