"""Where work is held up, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from twintrack.analytics.courses import Course
from twintrack.analytics.metrics import MEASURES
from twintrack.analytics.metrics.flow import STATES
from twintrack.foundation.measuring.saying import words
from twintrack.rnd.insight.models import Finding
from twintrack.rnd.insight.sentences import said

# Where time goes is told from so many weeks, and from so many days spent at least.
WEEKS, LEAST = 12, 5.0


@dataclass(frozen=True)
class Answer:
    """What the page says first."""

    text: str
    tone: str = ""
    more: str = ""


@dataclass(frozen=True)
class Share:
    """The part of all time that work spends in a state."""

    name: str
    days: float
    percent: float


def shares(courses: Mapping[str, Course]) -> list[Share]:
    """Say where the time of work went lately, the most first."""
    spent = {
        state: sum(each.week.part for each in courses[f"spent_{state}"].steps[-WEEKS:])
        for state in STATES
        if f"spent_{state}" in MEASURES and f"spent_{state}" in courses
    }
    whole = sum(spent.values())
    if whole < LEAST:
        return []
    found = [Share(words(STATES[s]), days, 100 * days / whole) for s, days in spent.items()]
    return sorted(found, key=lambda each: -each.days)


def answer(findings: Sequence[Finding], courses: Mapping[str, Course]) -> Answer:
    """Name the bottleneck: the heaviest finding, else that all is as usual; and where time goes."""
    where = shares(courses)
    more = ""
    if where:
        more = _("Of the time that work takes, %(percent)d%% passes in “%(state)s”.") % {
            "percent": round(where[0].percent),
            "state": where[0].name,
        }
    if findings:
        worst = max(findings, key=lambda each: abs(each.distance))
        return Answer(said(worst), "bad", more)
    if not any(each.values for each in courses.values()):
        return Answer(_("Nothing has been measured yet."))
    return Answer(_("All measures vary as they usually do."), "ok", more)
