"""When the rest is done, and how a release reaches the installed base."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Exposure, Version
from twintrack.rnd.releases import adoption, operations
from twintrack.rnd.releases.forecast import foretell
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.operations import Rollout
from twintrack.rnd.releases.queries import shares_by_week

TODAY = date(2026, 11, 24)
WEEK = timedelta(days=7)


def finished(*per_week: int) -> list[date]:
    """Give the days on which so many were finished in each of the last weeks, newest last."""
    weeks = range(len(per_week) - 1, -1, -1)
    return [
        TODAY - WEEK * ago
        for ago, many in zip(weeks, per_week, strict=True)
        for _each in range(many)
    ]


def test_a_steady_pace_says_the_day_and_an_unsteady_one_a_later_one() -> None:
    steady = foretell(left=4, finished_on=finished(*[1] * 12), today=TODAY)
    assert (steady.n, steady.p50, steady.p80) == (12, TODAY + WEEK * 4, TODAY + WEEK * 4)
    days = finished(0, 6, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0)
    unsteady = foretell(left=4, finished_on=days, today=TODAY)
    assert unsteady.p50
    assert unsteady.p80
    assert unsteady.p50 < unsteady.p80
    assert foretell(left=4, finished_on=days, today=TODAY) == unsteady


@pytest.mark.parametrize(
    ("left", "days"),
    [
        (3, finished(1, 1, 1, 1)),
        (0, finished(*[1] * 12)),
        (3, [TODAY - WEEK * 13] * 9),
        (3, [TODAY + WEEK] * 9),
    ],
)
def test_too_few_say_nothing(left: int, days: list[date]) -> None:
    assert foretell(left=left, finished_on=days, today=TODAY).is_few


@pytest.mark.django_db
def test_a_roll_out_is_planned_held_back_and_followed() -> None:
    lead = make_user(Role.RND_LEAD)
    monday = date(2026, 11, 2)
    product = make_product()
    release = make_release(
        name="3.3", product=product, state=State.RELEASED, released_on=monday + timedelta(days=2)
    )

    def at(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)

    def plan(*percents: int) -> list[tuple[date, int]]:
        rollout = Rollout(start=release.released_on, percents=percents)
        steps = operations.plan_rollout(release=release, rollout=rollout, by=lead, at=at(monday))
        return [(each.week, each.percent) for each in steps]

    with pytest.raises(operations.NotRolling):
        operations.pause_rollout(release=release, reason="x", by=lead, at=at(TODAY))
    for unfit in ((0, 50), (50, 20), (101,), tuple([5] * 53)):
        with pytest.raises(operations.StepsUnfit):
            plan(*unfit)
    assert plan(5, 20, 50, 100) == [
        (monday, 5),
        (monday + WEEK, 20),
        (monday + WEEK * 2, 50),
        (monday + WEEK * 3, 100),
    ]
    plan(5, 20, 50, 100)
    with pytest.raises(ReasonMissing):
        operations.pause_rollout(release=release, reason=" ", by=lead, at=at(monday))
    operations.pause_rollout(release=release, reason="E17", by=lead, at=at(monday + WEEK))
    with pytest.raises(operations.NotRolling):
        operations.pause_rollout(release=release, reason="E17", by=lead, at=at(monday + WEEK))
    with pytest.raises(NotAllowed):
        operations.resume_rollout(release=release, by=make_user(Role.ENGINEER), at=at(monday))
    operations.resume_rollout(release=release, by=lead, at=at(monday + WEEK * 3))
    with pytest.raises(operations.NotRolling):
        operations.resume_rollout(release=release, by=lead, at=at(monday))
    steps = list(release.rollout.order_by("week"))
    weeks = [each.week for each in steps]
    assert shares_by_week(steps) == [5, 20, 20, 20, 50, 100]
    assert weeks == [monday, monday + WEEK, monday + WEEK * 4, monday + WEEK * 5]
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "release.rollout_planned",
        "release.rollout_paused",
        "release.rollout_resumed",
    ]


@pytest.mark.django_db
def test_the_share_that_has_a_release_is_held_against_its_plan() -> None:
    monday, product = date(2026, 11, 2), make_product()
    release = make_release(
        name="3.3", product=product, state=State.RELEASED, released_on=monday + timedelta(days=2)
    )
    rollout = Rollout(start=monday, percents=(5, 20, 50, 100))
    lead = make_user(Role.RND_LEAD)
    operations.plan_rollout(
        release=release, rollout=rollout, by=lead, at=datetime(2026, 11, 2, tzinfo=UTC)
    )
    older = Version.objects.create(product=product, name="3.2", released_on=date(2026, 1, 1))
    for n, (old, new) in enumerate(((90, 10), (75, 25))):
        week = monday + WEEK * n
        Exposure.objects.create(product=product, version=older, week=week, active=old)
        Exposure.objects.create(product=product, version=release.version, week=week, active=new)
    course = adoption.follow(release)
    assert [(each.week, each.share, each.planned) for each in course[:4]] == [
        (monday - WEEK * 2, None, 0),
        (monday - WEEK, None, 0),
        (monday, 10.0, 5),
        (monday + WEEK, 25.0, 20),
    ]
    assert adoption.lag(course) == -5
    assert "25 %" in str(adoption.draw(release, course).title)
    assert adoption.follow(make_release()) == []
