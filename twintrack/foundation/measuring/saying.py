"""How measures and their values are said."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twintrack.algorithms.control import Kind
from twintrack.analytics.courses import Course, Step
from twintrack.analytics.measures import Measure, Words
from twintrack.ui import charts
from twintrack.ui.charts.scales import number


def words(both: Words) -> str:
    """Say the words of a definition in the reader's language."""
    return both.said_in(get_language() or "zh-hans")


def name_of(measure: Measure) -> str:
    """Name a measure in the reader's language."""
    return words(measure.name)


def figure(measure: Measure, value: float | None) -> str:
    """Write a value of a measure with its unit."""
    unit = "%" if measure.is_percent else words(measure.unit)
    return number(value, measure.decimals, unit)


def counts_of(measure: Measure, step: Step) -> str:
    """Write the counts behind a value."""
    week = step.week
    if measure.kind == Kind.RATIO and not measure.is_weighed:
        return f"{number(week.part, 0)}/{number(week.whole, 0)}"
    return f"n={week.count}"


def standing_of(course: Course) -> tuple[str, str]:
    """Say how a measure stands: a tone and words."""
    if len(course.values) < charts.chart.FEW:
        return "", _("too few to say")
    if not any(each.upper is not None for each in course.steps):
        return "", _("learning what is usual")
    signal = course.standing
    if signal is None:
        return "", _("usual variation")
    worse = course.is_worse(signal)
    rising = _("risen") if signal.side > 0 else _("fallen")
    if worse is None:
        return "warn", rising
    return ("bad", rising) if worse else ("ok", _("improving"))


def begun(steps: Sequence[Step]) -> Sequence[Step]:
    """Leave out the times before the first that has a value: they would only push it aside."""
    first = next((n for n, each in enumerate(steps) if each.value is not None), 0)
    return steps[first:]
