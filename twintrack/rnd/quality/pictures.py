"""The charts of quality: pass rate, coverage, duration by week; tests by how long and how often."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.rnd.quality.models import QualityGate, TestWeek
from twintrack.rnd.quality.queries.overview import Week
from twintrack.rnd.quality.queries.tests import Ranked
from twintrack.ui import charts
from twintrack.ui.charts import Bar, Chart, Course, Rank
from twintrack.ui.charts.chart import day_words


def pass_rate_chart(weeks: Sequence[Week], gate: QualityGate | None) -> Chart:
    """Draw the share of tests that passed, flaky ones apart."""
    target = gate.min_pass_rate if gate else None
    return charts.lines(
        title=_("Test pass rate"),
        days=[week.monday for week in weeks],
        courses=[Course(_("Pass rate"), [week.standing.pass_rate for week in weeks])],
        unit="%",
        hint=_("main branch · by week · n = %(n)d")
        % {"n": sum(week.standing.judged for week in weeks)},
        formula=_("passed / (passed + failed); flaky and muted tests apart; fewer than 5: no rate"),
        target=None if target is None else float(target),
        from_zero=False,
        empty_text=_("CI has not reported tests of the main branch in these weeks."),
    )


def coverage_chart(weeks: Sequence[Week], gate: QualityGate | None) -> Chart:
    """Draw the share of changed lines that tests ran, and that of all lines."""
    target = gate.min_changed_coverage if gate else None
    changed = [week.standing.changed_coverage for week in weeks]
    return charts.lines(
        title=_("Covered by tests"),
        days=[week.monday for week in weeks],
        courses=[
            Course(_("Changed lines"), changed),
            Course(_("All lines"), [week.standing.coverage for week in weeks], is_dashed=True),
        ],
        unit="%",
        hint=_("main branch · by week · %(n)d changed lines")
        % {"n": sum(week.standing.changed_total for week in weeks)},
        formula=_("lines that ran / lines that can run; changed: added since the build before"),
        target=None if target is None else float(target),
        empty_text=_("CI has not reported coverage of the main branch in these weeks."),
    )


def duration_chart(weeks: Sequence[Week]) -> Chart:
    """Draw how long the tests of a build took, on average."""
    return charts.bars(
        title=_("How long tests take"),
        bars=[
            Bar(
                label=charts_day(week),
                value=week.seconds,
                words=ngettext("%(n)d build", "%(n)d builds", week.builds) % {"n": week.builds},
            )
            for week in weeks
        ],
        unit="s",
        hint=_("seconds a build · by week"),
        decimals=1,
        height=150,
        empty_text=_("CI has not reported tests of the main branch in these weeks."),
    )


def charts_day(week: Week) -> str:
    """Write a week as it stands below a chart."""
    return day_words([week.monday])[0]


def slowest_chart(tests: Sequence[Ranked]) -> Chart:
    """Draw which tests take longest."""
    return charts.ranks(
        title=_("Slowest tests"),
        ranks=[_rank(each, decimals=2) for each in tests],
        unit="s",
        hint=_("seconds a run · last 4 weeks"),
        decimals=2,
        empty_text=_("No test took long enough to be measured."),
    )


def most_failing_chart(tests: Sequence[Ranked]) -> Chart:
    """Draw which tests failed most often."""
    return charts.ranks(
        title=_("Failing most often"),
        ranks=[_rank(each, decimals=0) for each in tests],
        hint=_("failed runs · last 4 weeks"),
        empty_text=_("No test failed on the main branch."),
    )


def _rank(each: Ranked, *, decimals: int) -> Rank:
    words = ngettext("%(n)d run", "%(n)d runs", each.runs) % {"n": each.runs}
    return Rank(
        label=each.test.name,
        value=round(each.value, decimals),
        words=words,
        url=reverse("test-detail", args=[each.test.pk]),
        is_hot=not decimals,
    )


def test_weeks_chart(weeks: Sequence[TestWeek]) -> Chart:
    """Draw how long a test took by week."""
    means = [
        week.seconds / runs if (runs := week.passed + week.failed + week.flaky) else None
        for week in weeks
    ]
    return charts.lines(
        title=_("How long it takes"),
        days=[week.week for week in weeks],
        courses=[Course(_("Seconds a run"), means)],
        unit="s",
        hint=_("main branch · by week"),
        decimals=2,
        height=150,
    )
