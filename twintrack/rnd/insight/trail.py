"""The way from a finding about tests to the commits that it began with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.analytics.metrics import MEASURES
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.measuring.saying import figure
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.engineering.models import Commit, PullRequest
from twintrack.rnd.engineering.queries import (
    list_items_of,
    list_modules_of,
    list_pulls_of_commits,
    list_requirements_of,
)
from twintrack.rnd.insight.models import Finding
from twintrack.rnd.quality.models import Build, TestCase
from twintrack.rnd.quality.queries.builds import commits_between
from twintrack.rnd.quality.queries.tests import TestFilter, list_failing
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.templatetags.ui import short_day

# Findings of these have tests behind them that fail.
ABOUT_TESTS = frozenset({"pass_rate"})
# So many tests stand on the page; of more the number says enough.
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """A commit that may have broken tests, with what it was done for."""

    commit: Commit
    modules: list[Module]
    pulls: list[PullRequest]
    requirements: list[Requirement]
    items: list[WorkItem]
    # It changed the module that the finding is about.
    is_near: bool


@dataclass(frozen=True)
class Hop:
    """One station of the way."""

    kind: str
    label: str
    value: str
    hint: str
    url: str
    tone: str = ""

    @property
    def path(self) -> str:
        """The page alone, without where one comes from."""
        return self.url.partition("?")[0]


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Which tests fail since when, and which commits came in between."""

    finding: Finding
    tests: list[TestCase]
    count: int
    # The first build in which one of them failed, and the last before in which it passed.
    failed: Build
    passed: Build | None
    suspects: list[Suspect]
    more: int
    hops: list[Hop] = field(default_factory=list)

    @property
    def first_test(self) -> TestCase:
        return self.tests[0]

    @property
    def near(self) -> Suspect | None:
        """The newest commit to the module itself, else the newest of all."""
        first = self.suspects[0] if self.suspects else None
        return next((each for each in self.suspects if each.is_near), first)


def via(finding: Finding) -> str:
    """Say in an address which finding one comes from."""
    return "?" + urlencode({"via": finding.number})


def trail_of(finding: Finding, *, for_user: User) -> Trail | None:
    """Follow a finding to its tests, builds and commits; nothing where no test fails any more."""
    if finding.measure not in ABOUT_TESTS or not may(for_user, Act.SEE_TEST_LOGS):
        return None
    wanted = TestFilter(product=finding.product, module=finding.module)
    failing = list_failing(for_user=for_user, wanted=wanted).filter(
        failing_since__started_at__date__gte=finding.since
    )
    tests = list(failing[:SHOWN])
    if not tests:
        return None
    failed, passed = tests[0].failing_since, tests[0].passing_until
    assert failed is not None
    between = commits_between(passed, failed, for_user=for_user) if passed else None
    commits = between.commits if between else []
    trail = Trail(
        finding=finding,
        tests=tests,
        count=failing.count(),
        failed=failed,
        passed=passed,
        suspects=_suspects(finding, commits, for_user),
        more=between.more if between else 0,
    )
    trail.hops.extend(_hops(trail))
    return trail


def _suspects(finding: Finding, commits: list[Commit], user: User) -> list[Suspect]:
    modules, pulls = list_modules_of(commits), list_pulls_of_commits(commits)
    items = list_items_of(commits, for_user=user)
    requirements = list_requirements_of(commits, for_user=user)
    found = [
        Suspect(
            commit=each,
            modules=modules[each.pk],
            pulls=pulls[each.pk],
            requirements=requirements[each.pk],
            items=items[each.pk],
            is_near=finding.module in modules[each.pk],
        )
        for each in commits
    ]
    return sorted(found, key=lambda each: not each.is_near)


def _hops(trail: Trail) -> Iterator[Hop]:
    finding, way = trail.finding, via(trail.finding)
    measure, test = MEASURES[finding.measure], trail.first_test
    yield Hop(
        "finding",
        _("Finding"),
        finding.number,
        f"{figure(measure, finding.before)} → {figure(measure, finding.after)}",
        reverse("finding-detail", args=[finding.number]),
        "bad",
    )
    yield Hop(
        "test",
        ngettext("Failing test", "Failing tests", trail.count),
        test.name if trail.count == 1 else str(trail.count),
        "" if trail.count == 1 else test.name,
        reverse("test-detail", args=[test.pk]) + way,
        "bad",
    )
    day = short_day(localdate(trail.failed.started_at))
    yield Hop(
        "build",
        _("Failed first in"),
        trail.failed.number,
        _("%(day)s, after %(build)s") % {"day": day, "build": trail.passed.number}
        if trail.passed
        else day,
        reverse("build-detail", args=[trail.failed.number]) + way,
    )
    if trail.near:
        yield from _code_hops(trail, trail.near, way)


def _code_hops(trail: Trail, near: Suspect, way: str) -> Iterator[Hop]:
    count = len(trail.suspects) + trail.more
    said = ngettext("%(n)d commit came in between", "%(n)d commits came in between", count)
    yield Hop(
        "commit",
        _("Suspected commit"),
        near.commit.subject or near.commit.short,
        said % {"n": count},
        reverse("commit-detail", args=[near.commit.repository.number, near.commit.sha]) + way,
    )
    wishes: list[Requirement | WorkItem] = [*near.requirements, *near.items]
    if wishes:
        kind = "requirement" if near.requirements else "work_item"
        place = reverse(
            "requirement-detail" if near.requirements else "work-item-detail",
            args=[wishes[0].number],
        )
        yield Hop(kind, _("Done for"), wishes[0].number, wishes[0].title, place)
