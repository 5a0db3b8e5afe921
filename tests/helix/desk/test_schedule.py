"""What stands on the strip of six weeks."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from tests.factories.backlog import make_requirement
from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.projects import make_milestone
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations as communication
from twintrack.helix.desk.drawing import draw, place
from twintrack.helix.desk.schedule import Mark, Schedule, schedule_for
from twintrack.helix.handoffs import operations as handoffs
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db
# A Tuesday.
TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


def waited_for(milestone: Milestone | None, by: User, **over: object) -> Requirement:
    """Make a requirement that a customer waits for, planned for a milestone."""
    if milestone:
        over["product"] = milestone.project.product
    requirement = make_requirement(milestone=milestone, state="planned", **over)
    feedback = make_feedback(product=requirement.product, customer=make_customer(name="Ninghai"))
    handoffs.attach(feedback=feedback, requirement=requirement, by=by, at=AT)
    return requirement


def schedule(user: User) -> Schedule:
    with translation.override("en"):
        return schedule_for(user, today=TODAY)


def test_weeks_start_on_monday_and_what_lies_beyond_is_left_out(lead: User) -> None:
    near = make_milestone(due_on=TODAY, forecast_on=TODAY + timedelta(days=40))
    make_milestone(due_on=TODAY, forecast_on=TODAY + timedelta(days=41))
    found = schedule(lead)

    assert found.start == date(2026, 11, 23)
    assert found.end == date(2027, 1, 4)
    assert list(found.milestones) == [near.pk]


def test_what_customers_were_told_is_late_by_as_much_as_its_milestone(lead: User) -> None:
    milestone = make_milestone(due_on=date(2026, 12, 18), forecast_on=date(2026, 12, 23))
    waited_for(milestone, lead, planned_on=date(2026, 12, 18))
    found = schedule(lead)
    promise = next(mark for mark in found.actions if mark.name == "Ninghai")

    assert promise.days_late == 5
    assert promise.waits_for == [(milestone.pk, "bad", 5)]
    with translation.override("en"):
        assert "5 days late" in draw(found)


def test_a_milestone_that_customers_wait_for_starts_talks_the_working_day_after(
    lead: User,
) -> None:
    # A Friday: the next working day is Monday.
    milestone = make_milestone(due_on=date(2026, 12, 4), forecast_on=date(2026, 12, 4))
    waited_for(milestone, lead)
    [start] = schedule(lead).actions

    assert start.on == date(2026, 12, 7)
    assert start.name == "Talks start: Ninghai"


def test_the_next_step_of_each_running_plan_waits_for_its_milestone(lead: User) -> None:
    make_template()
    milestone = make_milestone(due_on=TODAY, forecast_on=TODAY)
    for _each in range(2):
        communication.start(milestone=milestone, customer=make_customer(), by=lead, at=AT)
    [talk] = schedule(lead).actions

    assert talk.on == date(2026, 11, 25)
    assert " +1 · " in talk.name
    assert talk.waits_for == [(milestone.pk, "go", 0)]


def test_past_days_stand_at_the_edge_and_are_late(lead: User) -> None:
    waited_for(None, lead, planned_on=date(2026, 11, 10))
    [mark] = schedule(lead).actions

    assert mark.on == date(2026, 11, 23)
    assert mark.days_late == 14


def test_words_never_overlap_and_late_marks_keep_theirs() -> None:
    marks = [
        Mark(
            on=TODAY + timedelta(days=number),
            who=f"A milestone with a long name {number}",
            url="/",
            days_late=number == 3,
        )
        for number in range(12)
    ]
    signs = place(marks, date(2026, 11, 23))

    assert signs[3].row == 0
    for row in range(3):
        spans = sorted(
            (sign.label_x - sign.width / 2, sign.label_x + sign.width / 2)
            for sign in signs
            if sign.row == row
        )
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


def test_a_long_name_is_cut_and_how_many_and_how_much_stay() -> None:
    long = "Ninghai Automotive Electronics and Power Systems"
    mark = Mark(on=TODAY, who=long, after=" +4 · ¥3.7 M", url="/")
    [sign] = place([mark, Mark(on=TODAY, who="Other", url="/")], date(2026, 11, 23))

    assert sign.text.startswith("Ninghai Auto")
    assert sign.text.endswith("… +4 · ¥3.7 M (1 more)")
    assert mark.name == f"{long} +4 · ¥3.7 M"


def test_names_are_escaped_in_the_picture() -> None:
    mark = Mark(on=TODAY, who="<script>", url="/m/")
    drawn = draw(Schedule(start=date(2026, 11, 23), today=TODAY, milestones={1: mark}, actions=[]))

    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
