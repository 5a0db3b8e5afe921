"""Opportunities by when they are expected to close, and how they ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.drawn import drawn_alike
from twintrack.sales.pipeline import queries
from twintrack.sales.pipeline.closing import Month, read_months
from twintrack.sales.pipeline.forms import FilterForm
from twintrack.sales.pipeline.models.stages import known_stages
from twintrack.sales.pipeline.outcomes import PERIODS, read_outcomes
from twintrack.sales.pipeline.views.cards import CardDrawer
from twintrack.sales.pipeline.ways import pages_of
from twintrack.ui.boards import links
from twintrack.ui.filters import filter_bar
from twintrack.ui.regions import region_asked_for, render_page
from twintrack.ui.templatetags.ui import month as month_name

CLOSING = "pipeline/opportunity_closing.html"
OUTCOMES = "pipeline/opportunity_outcomes.html"
LATEST = 12


def _form(request: Request) -> FilterForm:
    form = FilterForm(request.GET, user=request.user)
    # The page says itself which of them it is about.
    del form.fields["stage"], form.fields["state"]
    return form


@login_required
@require_GET
def opportunity_closing(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    form = _form(request)
    shown = filter_bar(request, form)
    if region_asked_for(request) == "filters":
        return render(request, "ui/_filter_form.html", shown)
    now = timezone.now()
    wanted = form.wanted("open", request.user, at=now)
    rows = queries.list_opportunities(for_user=request.user, wanted=wanted)
    months = drawn_alike(request, draw=lambda: read_months(rows, on=timezone.localdate(now)))
    drawer, stages = CardDrawer(request.user, at=now, moves=False), known_stages()
    drawer.look_up(card.pk for each in months for card in each.cards)
    shown |= {
        "pages": pages_of(request, "opportunity-closing"),
        "months": [
            {
                "month": each,
                "label": _label(each),
                "is_overdue": each.span.begins is None,
                "html": mark_safe(
                    "".join(drawer.card(card, stages[card.stage]) for card in each.cards)
                ),
            }
            for each in months
        ],
        "address": request.get_full_path(),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }
    return render_page(request, CLOSING, shown, regions=("months",))


def _label(month: Month) -> str:
    if month.span.begins is None:
        return _("Overdue")
    if month.span.ends is None:
        return _("Beyond")
    return month_name(month.span.begins)


@login_required
@require_GET
def opportunity_outcomes(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    form = _form(request)
    shown: dict[str, Any] = filter_bar(request, form)
    if region_asked_for(request) == "filters":
        return render(request, "ui/_filter_form.html", shown)
    now = timezone.now()
    period = request.GET.get("period", "")
    period = period if period in PERIODS else "365"
    length = PERIODS[period][1]
    rows = queries.list_opportunities(
        for_user=request.user, wanted=form.wanted("all", request.user, at=now)
    )
    lost = rows.filter(stage="lost").order_by("-closed_at", "-pk")
    shown |= {
        "pages": pages_of(request, "opportunity-outcomes"),
        "outcomes": drawn_alike(
            request,
            draw=lambda: read_outcomes(rows, since=now - length if length else None, at=now),
        ),
        "period_links": links(
            request.GET, "period", {code: label for code, (label, _d) in PERIODS.items()}, period
        ),
        "latest": lost[:LATEST],
        "address": request.get_full_path(),
    }
    return render_page(request, OUTCOMES, shown, regions=("outcomes",))
