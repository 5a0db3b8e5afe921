"""Projects and milestones."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import DUE, make_milestone, make_project
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.hub.projects import operations
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.hub.projects.models import Milestone, Project

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_project_is_opened_by_whoever_answers_for_it(lead: User) -> None:
    details = operations.ProjectDetails(name="H3 tension", product=make_product())
    project = operations.open_project(details=details, by=lead, at=AT)

    assert (project.number, project.owner) == ("P-1", lead)
    assert kinds() == ["project.opened"]


def test_a_project_never_ends_before_it_starts(lead: User) -> None:
    details = operations.ProjectDetails(
        name="x", product=make_product(), start_on=DUE, due_on=date(2026, 1, 1)
    )
    with pytest.raises(operations.DatesCrossed):
        operations.open_project(details=details, by=lead, at=AT)
    assert not Project.objects.exists()


def test_a_milestone_is_first_expected_on_the_day_it_is_due(lead: User) -> None:
    details = operations.MilestoneDetails(name="Core", kind="core_module_tested", due_on=DUE)
    milestone = operations.add_milestone(project=make_project(), details=details, by=lead, at=AT)

    assert milestone.forecast_on == milestone.expected_on == DUE
    assert not milestone.is_late
    assert kinds() == ["milestone.added"]


def test_a_milestone_is_reached_once(lead: User) -> None:
    milestone = operations.reach(milestone=make_milestone(), by=lead, at=AT)

    with pytest.raises(operations.ReachedAlready):
        operations.reach(milestone=milestone, by=lead, at=AT)
    assert milestone.reached_on == date(2026, 11, 24)
    assert kinds() == ["milestone.reached"]


def test_a_milestone_is_reopened_with_a_reason_and_reached_again(lead: User) -> None:
    milestone = make_milestone()
    with pytest.raises(operations.NotReached):
        operations.reopen(milestone=milestone, reason="a test failed", by=lead, at=AT)
    operations.reach(milestone=milestone, by=lead, at=AT)
    with pytest.raises(ReasonMissing):
        operations.reopen(milestone=milestone, reason="  ", by=lead, at=AT)
    reopened = operations.reopen(milestone=milestone, reason="a test failed", by=lead, at=AT)
    assert not reopened.is_reached
    operations.reach(milestone=milestone, by=lead, at=AT)

    assert kinds() == ["milestone.reached", "milestone.reopened", "milestone.reached"]


def test_a_forecast_moved_by_two_people_is_not_overwritten_unseen(lead: User) -> None:
    milestone = make_milestone()
    later = date(2026, 12, 30)
    operations.move_forecast(milestone=milestone, before=DUE, to=later, by=lead, at=AT)

    with pytest.raises(StaleEdit):
        operations.move_forecast(
            milestone=milestone, before=DUE, to=date(2027, 1, 5), by=lead, at=AT
        )
    operations.move_forecast(milestone=milestone, before=later, to=later, by=lead, at=AT)

    assert Milestone.objects.get().is_late
    assert kinds() == ["milestone.forecast_moved"]


def test_a_reached_milestone_has_no_forecast_to_move(lead: User) -> None:
    milestone = operations.reach(milestone=make_milestone(), by=lead, at=AT)

    with pytest.raises(operations.ReachedAlready):
        operations.move_forecast(
            milestone=milestone, before=DUE, to=date(2027, 1, 5), by=lead, at=AT
        )


def test_a_salesperson_neither_opens_projects_nor_reaches_milestones() -> None:
    seller = make_user(Role.SALESPERSON)
    project, milestone = make_project(), make_milestone()
    details = operations.MilestoneDetails(name="x", kind="custom", due_on=DUE)
    opened = operations.ProjectDetails(name="x", product=project.product)

    with pytest.raises(NotAllowed):
        operations.open_project(details=opened, by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.add_milestone(project=project, details=details, by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.reach(milestone=milestone, by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.reopen(milestone=milestone, reason="x", by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.move_forecast(milestone=milestone, before=DUE, to=DUE, by=seller, at=AT)


def test_a_milestone_is_reached_on_a_day_that_lies_behind(lead: User) -> None:
    milestone = make_milestone()
    with pytest.raises(operations.NotYet):
        operations.reach(milestone=milestone, on=date(2026, 11, 25), by=lead, at=AT)
    reached = operations.reach(milestone=milestone, on=date(2026, 11, 20), by=lead, at=AT)

    assert reached.reached_on == date(2026, 11, 20)
    assert Entry.objects.get().payload["reached_on"] == "2026-11-20"


def test_the_facts_of_a_milestone_are_written_anew_until_it_is_reached(lead: User) -> None:
    milestone = make_milestone(name="Core", kind="custom")
    details = operations.MilestoneDetails(
        name="Core tested", kind="core_module_tested", due_on=date(2026, 12, 20)
    )
    operations.change_milestone(milestone=milestone, details=details, by=lead, at=AT)
    operations.change_milestone(milestone=milestone, details=details, by=lead, at=AT)

    entry = Entry.objects.get()
    assert entry.payload["came_from"] == {
        "name": "Core",
        "kind": "custom",
        "due_on": "2026-12-18",
    }
    with pytest.raises(NotAllowed):
        operations.change_milestone(
            milestone=milestone, details=details, by=make_user(Role.ENGINEER), at=AT
        )
    operations.reach(milestone=milestone, by=lead, at=AT)
    with pytest.raises(operations.ReachedAlready):
        operations.change_milestone(milestone=milestone, details=details, by=lead, at=AT)


def test_a_project_is_renamed_and_handed_over(lead: User) -> None:
    project = make_project(owner=lead)
    other = make_user(Role.PRODUCT_MANAGER)
    wording = operations.ProjectWording(name="H3 3.3", owner=other)
    operations.change_project(project=project, wording=wording, by=lead, at=AT)
    operations.change_project(project=project, wording=wording, by=lead, at=AT)

    assert Entry.objects.get().payload["to"]["name"] == "H3 3.3"
    with pytest.raises(operations.DatesCrossed):
        operations.change_project(
            project=project,
            wording=operations.ProjectWording(
                name="x", owner=lead, start_on=date(2026, 12, 1), due_on=date(2026, 11, 1)
            ),
            by=lead,
            at=AT,
        )


def test_a_project_stops_with_a_reason_and_is_taken_up_again(lead: User) -> None:
    project = make_project()
    with pytest.raises(ReasonMissing):
        operations.move_project(project=project, to=ProjectState.ON_HOLD, by=lead, at=AT)
    operations.move_project(
        project=project, to=ProjectState.ON_HOLD, reason="no bench", by=lead, at=AT
    )
    with pytest.raises(StateNotReachable):
        operations.move_project(project=project, to=ProjectState.COMPLETED, by=lead, at=AT)
    with pytest.raises(NotAllowed):
        operations.move_project(
            project=project, to=ProjectState.ACTIVE, by=make_user(Role.ENGINEER), at=AT
        )
    operations.move_project(project=project, to=ProjectState.ACTIVE, by=lead, at=AT)

    assert list(Entry.objects.order_by("pk").values_list("payload__to", flat=True)) == [
        "on_hold",
        "active",
    ]
