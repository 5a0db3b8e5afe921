"""Changes after a freeze, counted again in plain Python over a random history."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.insight import NOW
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from twintrack.analytics.cells import Scope
from twintrack.analytics.metrics import MEASURES
from twintrack.foundation.access.roles import Role
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.baselines import operations as baselines
from twintrack.rnd.baselines.models import Baseline
from twintrack.rnd.baselines.operations import Freeze
from twintrack.rnd.insight import queries
from twintrack.rnd.insight.keeping import refresh
from twintrack.rnd.releases import operations as releases
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 9, 7, 1, tzinfo=UTC)
FIRST, UNTIL = date(2026, 8, 31), date(2026, 11, 23)


class Company:
    """People who plan, freeze and change at random, and a plain count of what came too late."""

    def __init__(self, seed: int) -> None:
        self.dice, self.lin, self.at = Random(seed), make_user(Role.RND_LEAD), BEGIN
        product = make_product()
        self.requirements = [
            make_requirement(product=product, state="accepted", created_at=BEGIN) for _ in range(4)
        ]
        self.releases = [make_release(product=product, state="in_development") for _ in range(2)]
        # What is frozen now, and what each requirement is planned for.
        self.frozen: set[int] = set()
        self.held: dict[int, tuple[Baseline, set[int], Release | None]] = {}
        self.place: dict[int, Release | None] = {each.pk: None for each in self.requirements}
        self.late: Counter[date] = Counter()

    def run(self, acts: int) -> None:
        for _turn in range(acts):
            self.at += timedelta(hours=self.dice.randint(2, 9))
            act = self.dice.choice([self.rename, self.rename, self.plan, self.baseline, self.move])
            act(self.dice.choice(self.requirements), self.dice.choice(self.releases))

    def _is_held(self, release: Release | None) -> bool:
        of_it = any(of == release for _b, _ids, of in self.held.values() if of)
        return release is not None and (release.pk in self.frozen or of_it)

    def _count(self, *, is_late: bool) -> None:
        day = (self.at + timedelta(hours=8)).date()
        self.late[day - timedelta(days=day.weekday())] += is_late

    def rename(self, requirement: Requirement, _release: Release) -> None:
        requirement.refresh_from_db()
        titles = {"before": requirement.title, "title": f"Now {self.at}"}
        backlog.rename(requirement=requirement, **titles, by=self.lin, at=self.at)
        place = self.place[requirement.pk]
        held = any(requirement.pk in ids for _b, ids, _of in self.held.values())
        self._count(is_late=held or (place is not None and place.pk in self.frozen))

    def plan(self, requirement: Requirement, release: Release) -> None:
        left = self.place[requirement.pk]
        to = None if release == left else release
        who = {"reason": "They wait", "by": self.lin, "at": self.at}
        backlog.plan_into(requirement=requirement, release=to, **who)  # type: ignore[arg-type]
        self.place[requirement.pk] = to
        self._count(is_late=self._is_held(left) or self._is_held(to))

    def baseline(self, requirement: Requirement, release: Release) -> None:
        if self.held and self.dice.random() < 0.5:
            _pk, (old, _ids, _of) = self.held.popitem()
            baselines.retire_baseline(baseline=old, reason="Over", by=self.lin, at=self.at)
            return
        inside = {pk for pk, place in self.place.items() if place == release}
        of = release if inside else None
        chosen = () if inside else (requirement,)
        freeze = Freeze(name="B", product=release.product, release=of, requirements=chosen)
        made = baselines.set_baseline(freeze=freeze, by=self.lin, at=self.at)
        self.held[made.pk] = (made, inside or {requirement.pk}, of)

    def move(self, _requirement: Requirement, release: Release) -> None:
        if release.pk in self.frozen:
            back = {"to": State.IN_DEVELOPMENT, "reason": "Too early"}
            releases.move(release=release, **back, by=self.lin, at=self.at)  # type: ignore[arg-type]
            self.frozen.remove(release.pk)
        else:
            releases.freeze(release=release, by=self.lin, at=self.at)
            self.frozen.add(release.pk)


def weeks() -> dict[date, int]:
    measure = MEASURES["requirement_churn"]
    found = queries.library().weeks([measure], Scope(), FIRST, UNTIL)[measure.code]
    return {each.monday: each.count for each in found}


@pytest.mark.parametrize("seed", [1, 2])
def test_what_changed_after_a_freeze_is_what_plain_counting_gives(seed: int) -> None:
    company = Company(seed)
    company.run(60)
    refresh(NOW)
    company.run(60)
    refresh(NOW)

    expected = {monday: count for monday, count in company.late.items() if count}
    assert len(expected) > 2
    assert weeks() == expected
    refresh(NOW, whole=True)
    assert weeks() == expected
