"""What a change of a requirement touches: promises, people, and what hangs on it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.backlog import make_requirement
from tests.factories.projects import make_milestone, make_project
from tests.factories.reviewing import make_meeting
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.projects.operations import reach
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.impact import Move, Section, Supposed, find_impact
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.baselines.operations import Freeze, set_baseline

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def planned(lin: User) -> Requirement:
    requirement = make_requirement(state="accepted", title="Splice", owner=lin)
    milestone = make_milestone(
        project=make_project(product=requirement.product), due_on=date(2026, 12, 18)
    )
    requirement = operations.plan_for(requirement=requirement, milestone=milestone, by=lin, at=AT)
    criterion = operations.add_criterion(requirement=requirement, text="Under 5 %", by=lin, at=AT)
    operations.tick_criterion(criterion=criterion, is_met=True, by=lin, at=AT)
    operations.split(requirement=requirement, titles=["Half"], by=lin, at=AT)
    make_meeting(requirement, chair=lin)
    freeze = Freeze(name="3.3", product=requirement.product, requirements=[requirement])
    set_baseline(freeze=freeze, by=lin, at=AT)
    return requirement


def test_a_later_day_touches_what_was_promised_by_an_earlier_one(
    planned: Requirement, lin: User
) -> None:
    supposed = Supposed(requirement=planned, move=Move.DATE, to=date(2026, 12, 25))

    impact = find_impact(supposed, for_user=lin)

    assert (supposed.days, supposed.is_later) == (7, True)
    told = {(each.section, each.kind): (each.effect, each.tone) for each in impact.touched}
    assert told[Section.PROMISES, "milestone"] == ("7 days after it is due", "bad")
    assert told[Section.PROMISES, "baseline"] == ("Counts as a change of this scope", "warn")
    assert told[Section.WHAT, "review_meeting"][0] == "It stands on the agenda"
    assert told[Section.WHOM, "user"][0] == "Looks after it"
    # What is worst stands first in its section.
    assert impact.sections[0][1][0].kind == "milestone"
    assert [each.title for each in impact.touched if each.kind == "requirement"] == ["Half"]
    sooner = Supposed(requirement=planned, move=Move.DATE, to=date(2026, 12, 17))
    [milestone] = [
        each for each in find_impact(sooner, for_user=lin).touched if each.kind == "milestone"
    ]
    assert (milestone.effect, milestone.tone) == ("1 day before it is due", "")
    # What was reached is not late any more, whenever this comes.
    assert planned.milestone
    reach(milestone=planned.milestone, on=date(2026, 11, 20), by=lin, at=AT)
    planned.milestone.refresh_from_db()
    [milestone] = [
        each for each in find_impact(supposed, for_user=lin).touched if each.kind == "milestone"
    ]
    assert (milestone.effect, milestone.tone) == ("It was reached already", "")


def test_dropping_it_touches_what_is_done_already(planned: Requirement, lin: User) -> None:
    dropped = find_impact(Supposed(requirement=planned, move=Move.DROP), for_user=lin)
    scoped = find_impact(Supposed(requirement=planned, move=Move.SCOPE), for_user=lin)

    told = {each.title: each.effect for each in dropped.touched}
    assert told["1 acceptance criterion"] == "1 of them are met already"
    assert (dropped.promises, dropped.what) == (scoped.promises, scoped.what) == (2, 3)


def test_the_page_and_the_api_tell_the_same(planned: Requirement, manager: Client) -> None:
    url = f"/requirements/{planned.number}/impact/"
    page = text_of(manager.get(f"{url}?change=date&to=2026-12-25"))
    for said in ("7 days later than expected", "7 days after it is due", "3.3"):
        assert said in page
    assert "Without it 2 promises change" in text_of(manager.get(f"{url}?change=drop"))
    assert manager.get(f"{url}?to=tomorrow").status_code == 422
    assert manager.get("/requirements/REQ-0/impact/").status_code == 404
    assert url in text_of(manager.get(f"/requirements/{planned.number}/"))

    api = call_as(Role.ENGINEER)
    told = api.get(f"/requirements/{planned.number}/impact?change=date&to=2026-12-25").json()
    assert told["days"] == 7
    assert told["touched"][0]["number"] == planned.milestone.number  # type: ignore[union-attr]
    assert api.get(f"/requirements/{planned.number}/impact?change=gut").status_code == 422
