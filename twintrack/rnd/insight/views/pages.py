"""All measures at a glance, one measure with what is behind it, and the four keys of delivery."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.analytics.cells import WEEK, monday_of
from twintrack.analytics.measures import Theme
from twintrack.analytics.metrics import DORA, MEASURES, SHOWN
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.measuring.saying import name_of, standing_of
from twintrack.foundation.measuring.showing import show
from twintrack.foundation.people.http import Request
from twintrack.rnd.insight import pictures, queries
from twintrack.rnd.insight.bottleneck import answer
from twintrack.rnd.insight.forms import WhereForm
from twintrack.rnd.insight.lifecycle import UNSETTLED
from twintrack.rnd.insight.pictures import Tile
from twintrack.rnd.insight.views.places import place
from twintrack.ui.fields import is_far_away
from twintrack.ui.regions import render_page

# So many findings stand above the measures.
SHOWN_FINDINGS = 5


@login_required
@require_GET
def insight(request: Request) -> HttpResponse:
    """Say where work is held up, then show all measures."""
    check_may(request.user, Act.SEE_INSIGHT)
    form = WhereForm(request.GET, user=request.user)
    where, now = form.where(), timezone.now()
    courses = queries.read_courses(list(MEASURES.values()), where, at=now, for_user=request.user)
    findings = list(
        queries.list_findings(for_user=request.user, where=where, states=sorted(UNSETTLED))[
            : SHOWN_FINDINGS + 1
        ]
    )
    at = place(request, form)
    tiles = {
        each.code: pictures.tile(courses[each.code], form.weeks_shown(), at.query)
        for each in SHOWN
        if courses[each.code].count
    }
    shown = {
        **at.shown,
        "answer": answer(findings, courses),
        "findings": findings[:SHOWN_FINDINGS],
        "has_more": len(findings) > SHOWN_FINDINGS,
        "groups": [(label, found) for label, found in _groups(tiles) if found],
        "missing": [name_of(e) for e in SHOWN if e.code not in tiles],
        "made_at": queries.made_at(),
    }
    return render_page(request, "insight/insight.html", shown, regions=("measures",))


def _groups(tiles: dict[str, Tile]) -> Iterator[tuple[str, list[Tile]]]:
    labels = {
        Theme.FLOW: _("Flow of work"),
        Theme.QUALITY: _("Quality"),
        Theme.DELIVERY: _("Code and delivery"),
        Theme.DEMAND: _("Requirements"),
    }
    for theme, label in labels.items():
        found = [each for each in tiles.values() if each.measure.theme == theme]
        yield label, sorted(found, key=lambda each: not each.is_hot)


@login_required
@require_GET
def measure_detail(request: Request, code: str) -> HttpResponse:
    """Show one measure large, its findings, and the rows behind a week of it."""
    measure = queries.get_measure(code)
    form = WhereForm(request.GET, user=request.user)
    where, now = form.where(), timezone.now()
    course = queries.read_courses([measure], where, at=now, for_user=request.user)[code]
    weeks, at = form.weeks_shown(), place(request, form)
    expected = queries.expectations_of(where.product)
    chosen = _week(request, course.last.monday if course.last else None)
    since = course.steps[-weeks].monday if len(course.steps) >= weeks else date.min
    rows = (
        queries.read_rows(measure, where, (chosen, chosen), at=now, for_user=request.user)
        if chosen
        else []
    )
    tone, standing = standing_of(course)
    findings = queries.list_findings(for_user=request.user, where=where).filter(measure=code)
    here = reverse("insight-measure", args=[code])
    shown = {
        **at.shown,
        "measure": measure,
        "name": name_of(measure),
        "tone": tone,
        "standing": standing,
        "chart": pictures.draw(
            course,
            weeks,
            flags=queries.list_flags(where.product, since, now.date()),
            target=queries.target_of(measure, expected),
            address=here + at.query,
            csv_url=reverse("insight-export", args=[code]) + at.query,
        ),
        "week": chosen,
        "week_end": chosen + WEEK if chosen else None,
        "rows": show(measure, rows, for_user=request.user),
        "findings": findings[:10],
        "product": where.product,
        "expectation": expected.get(code),
        "may_set": may(request.user, Act.SET_MEASURES) and where.product is not None,
    }
    return render_page(request, "insight/measure.html", shown, regions=("behind",))


def _week(request: Request, usual: date | None) -> date | None:
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return usual
    return usual if is_far_away(asked) else monday_of(asked)


@login_required
@require_GET
def delivery(request: Request) -> HttpResponse:
    """Show the four keys of delivery, each against its own past."""
    check_may(request.user, Act.SEE_INSIGHT)
    form = WhereForm(request.GET, user=request.user)
    where, now = form.where(), timezone.now()
    measures = [MEASURES[code] for code in DORA]
    courses = queries.read_courses(measures, where, at=now, for_user=request.user)
    weeks, at = form.weeks_shown(), place(request, form)
    expected = queries.expectations_of(where.product)
    shown = {
        **at.shown,
        "charts": [
            pictures.draw(
                courses[each.code],
                weeks,
                target=queries.target_of(each, expected),
                address=reverse("insight-measure", args=[each.code]) + at.query,
            )
            for each in measures
        ],
    }
    return render_page(request, "insight/delivery.html", shown, regions=("measures",))
