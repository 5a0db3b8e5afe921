"""How work flows: how long it took, where it stands, how old it is, and where its time goes."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.analytics.cells import WEEK
from twintrack.analytics.courses import Course
from twintrack.analytics.metrics import MEASURES
from twintrack.analytics.metrics.flow import STATES
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.measuring.saying import words
from twintrack.foundation.measuring.showing import show
from twintrack.foundation.people.http import Request
from twintrack.rnd.insight import pictures, queries
from twintrack.rnd.insight.bottleneck import WEEKS, shares
from twintrack.rnd.insight.forms import WhereForm
from twintrack.rnd.insight.queries import Where
from twintrack.rnd.insight.views.places import place
from twintrack.ui import charts
from twintrack.ui.regions import render_page

DOTS = 300
UNDER_WAY = ("in_progress", "in_review", "in_testing")


@login_required
@require_GET
def flow(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_INSIGHT)
    form = WhereForm(request.GET, user=request.user)
    where, now = form.where(), timezone.now()
    parts = [f"standing_{each}" for each in STATES] + [f"spent_{each}" for each in UNDER_WAY]
    codes = ["cycle_time", "throughput", "flow_efficiency", *parts]
    courses = queries.read_courses(
        [MEASURES[code] for code in codes], where, at=now, for_user=request.user
    )
    at, weeks = place(request, form), form.weeks_shown()
    lately = courses["cycle_time"]
    shown = {
        **at.shown,
        "charts": [
            _scatter(request, where, now, lately),
            _standing(courses, weeks),
            _ageing(request, where, now, lately),
            _time(courses),
            pictures.draw(
                courses["flow_efficiency"],
                weeks,
                address=reverse("insight-measure", args=["flow_efficiency"]) + at.query,
            ),
        ],
    }
    return render_page(request, "insight/flow.html", shown, regions=("measures",))


def _levels(course: Course) -> list[charts.Line]:
    """Give what half and most of the items of the last weeks stayed below."""
    middles = [e.week.middle for e in course.steps[-WEEKS:] if e.week.middle is not None]
    upper = [e.week.p85 for e in course.steps[-WEEKS:] if e.week.p85 is not None]
    if not middles:
        return []
    return [
        charts.Line("P50", sorted(middles)[len(middles) // 2]),
        charts.Line("P85", sorted(upper)[len(upper) // 2]),
    ]


def _scatter(request: Request, where: Where, now: datetime, course: Course) -> charts.Chart:
    last = queries.last_full_week(now) + WEEK
    measure = MEASURES["cycle_time"]
    rows = queries.read_rows(
        measure, where, (last - WEEK * WEEKS, last), at=now, for_user=request.user, limit=DOTS
    )
    levels = _levels(course)
    long = levels[1].value if levels else float("inf")
    seen = show(measure, rows, for_user=request.user)
    return charts.scatter(
        title=_("How long finished work took"),
        hint=_("days, of the last %(n)d weeks · n=%(count)d") % {"n": WEEKS, "count": len(seen)},
        formula=words(measure.formula),
        unit=_("days"),
        dots=[
            charts.Dot(each.part, each.label, each.day, each.url, each.part > long) for each in seen
        ],
        lines=levels,
        empty_text=_("As soon as work is done, each item is a dot here."),
    )


def _standing(courses: dict[str, Course], weeks: int) -> charts.Chart:
    steps = {state: courses[f"standing_{state}"].steps for state in STATES}
    longest = max(steps.values(), key=len)[-weeks:]
    days = [each.monday for each in longest]
    done, total = [], 0.0
    finished = {each.monday: each.week.part for each in courses["throughput"].steps}
    for day in days:
        total += finished.get(day, 0.0)
        done.append(total)
    by_day = {state: {e.monday: e.week.part for e in found} for state, found in steps.items()}
    layers = [charts.Layer(_("Done in this time"), done)]
    layers += [
        charts.Layer(words(STATES[state]), [by_day[state].get(day, 0.0) for day in days])
        for state in reversed(STATES)
    ]
    return charts.cumulative_flow(
        title=_("Where work stands"),
        hint=_("work items at the end of each week"),
        formula=_(
            "The width of a band is what stands in the state; where one grows wider, work piles up."
        ),
        days=days,
        layers=layers,
        empty_text=_("As soon as there is work, it stands here by its state."),
    )


def _ageing(request: Request, where: Where, now: datetime, course: Course) -> charts.Chart:
    this_week = queries.last_full_week(now) + WEEK
    levels = _levels(course)
    long = levels[1].value if levels else float("inf")
    columns, age = [], MEASURES["wip_age"]
    aged = {
        each.id: each.part
        for each in queries.read_rows(
            age, where, (this_week, this_week), at=now, for_user=request.user, limit=DOTS
        )
    }
    for state in UNDER_WAY:
        part = MEASURES[f"standing_{state}"]
        rows = queries.read_rows(
            part, where, (this_week, this_week), at=now, for_user=request.user, limit=DOTS
        )
        rows = [each for each in rows if each.id in aged]
        seen = show(part, rows, for_user=request.user)
        columns.append(
            (
                words(STATES[state]),
                [
                    charts.Dot(aged[each.id], each.label, None, each.url, aged[each.id] > long)
                    for each in seen
                ],
            )
        )
    return charts.ageing(
        title=_("How old the work under way is"),
        hint=_("days since it was begun · lines: what finished work took"),
        formula=_("Red is older than 85% of what was finished lately needed in all."),
        unit=_("days"),
        columns=columns,
        lines=levels,
        empty_text=_("Nothing is under way."),
    )


def _time(courses: dict[str, Course]) -> charts.Chart:
    found = shares(courses)
    return charts.ranks(
        title=_("Where the time of work goes"),
        hint=_("percent of the days of the last %(n)d weeks") % {"n": WEEKS},
        formula=_("Days that items spent in a state, by the week in which they left it."),
        unit="%",
        ranks=[
            charts.Rank(each.name, each.percent, _("%(n)d days") % {"n": round(each.days)})
            for each in found
        ],
        empty_text=_("Work has to move before there is something to say."),
    )
