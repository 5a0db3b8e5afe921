"""What releases must reach in tests and changed lines, computed from builds."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.history.git import Failed
from twintrack.rnd.engineering.models import ReleaseTag
from twintrack.rnd.engineering.operations.reading import mirror_of
from twintrack.rnd.quality import changed
from twintrack.rnd.quality.models import Build
from twintrack.rnd.quality.queries.builds import may_see_tests
from twintrack.rnd.quality.reports.lines import read_lines
from twintrack.rnd.quality.standings import share, stand_of
from twintrack.rnd.releases.gates import GateFact, Verdict, register_gate
from twintrack.rnd.releases.models import Release

PASS_RATE, CHANGED = Decimal(98), Decimal(80)
# So many comparisons of a release with the one before are remembered by this process.
REMEMBERED = 64


def register_release_gates() -> None:
    """Ask of releases that tests pass and that changed lines were run by them."""
    register_gate(
        "pass_rate",
        gettext_lazy("Tests pass"),
        pass_rate_of,
        target=PASS_RATE,
        unit="%",
        place=30,
    )
    register_gate(
        "changed_coverage",
        gettext_lazy("Changed lines are covered"),
        changed_coverage_of,
        target=CHANGED,
        unit="%",
        place=40,
    )


def pass_rate_of(release: Release, user: User, target: Decimal | None) -> GateFact:
    """Say how many tests of the newest builds pass, flaky ones apart."""
    standing = stand_of(release.product_id, until=timezone.now()).whole
    url = _rows(release, user)
    if standing.pass_rate is None:
        return _unmeasured(_("CI has not reported enough tests yet."), target, url)
    counts = {"passed": standing.passed, "n": standing.judged, "flaky": standing.flaky}
    sentence = _("%(passed)d of %(n)d tests pass.") % counts
    if standing.flaky:
        sentence += (
            " "
            + ngettext(
                "%(flaky)d is flaky and counts apart.",
                "%(flaky)d are flaky and count apart.",
                standing.flaky,
            )
            % counts
        )
    return _held(standing.pass_rate, target, sentence, url)


def changed_coverage_of(release: Release, user: User, target: Decimal | None) -> GateFact:
    """Say how many of the lines that changed since the release before were run by tests."""
    url = _rows(release, user)
    measured = [
        _measured(build)
        for build in stand_of(release.product_id, until=timezone.now()).builds
        if build.lines_total is not None
    ]
    known = [each for each in measured if each is not None]
    total, covered = (sum(each[n] for each in known) for n in (0, 1))
    value = share(covered, total)
    if value is None:
        return _unmeasured(_("No changed lines have been measured yet."), target, url)
    said = _("%(covered)d of %(total)d changed lines were run by tests.")
    return _held(value, target, said % {"covered": covered, "total": total}, url)


def _rows(release: Release, user: User) -> str:
    if not may_see_tests(user):
        return ""
    return reverse("quality-product", args=[release.product.code])


def _unmeasured(sentence: str, target: Decimal | None, url: str) -> GateFact:
    return GateFact(verdict=Verdict.NOT_MEASURED, sentence=sentence, target=target, url=url)


def _held(value: float, target: Decimal | None, sentence: str, url: str) -> GateFact:
    figure = Decimal(f"{value:.1f}")
    is_met = target is None or figure >= target
    return GateFact(
        verdict=Verdict.OK if is_met else Verdict.FAILING,
        sentence=sentence,
        figure=figure,
        target=target,
        url=url,
    )


def _measured(build: Build) -> tuple[int, int] | None:
    """Count the lines that can be run and were added since the release before, and those run."""
    mirror = mirror_of(build.repository)
    if build.commit_id is None or not (mirror / "HEAD").exists():
        return None
    tags = ReleaseTag.objects.filter(repository=build.repository, is_deleted=False)
    before = tags.exclude(sha=build.sha).filter(tagged_at__lte=build.started_at)
    base = before.order_by("-tagged_at", "-pk").values_list("sha", flat=True).first()
    # A file that comes later changes what was covered.
    files = build.coverages.count()
    try:
        return _count(build.pk, files, str(mirror), base or changed.NOTHING, build.sha)
    except Failed:
        # Not remembered: the next time it may be there.
        return None


@lru_cache(maxsize=REMEMBERED)
def _count(build_pk: int, _files: int, mirror: str, base: str, head: str) -> tuple[int, int]:
    added = changed.added_lines(Path(mirror), base, head)
    total = covered = 0
    rows = Build.objects.get(pk=build_pk).files.values_list("path", "covered", "missed")
    for path, ran, not_run in rows:
        wanted = added.get(path)
        if wanted:
            hit = len(wanted & read_lines(ran))
            covered += hit
            total += hit + len(wanted & read_lines(not_run))
    return total, covered
