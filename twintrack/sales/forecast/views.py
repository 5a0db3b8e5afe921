"""The page of the forecast: what the quarter will bring, why, and what such forecasts are worth."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from twintrack.algorithms.forecasting.quarter import FEW
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.money.formatting import chart_size
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import Team
from twintrack.sales.forecast import queries
from twintrack.sales.forecast.models import Forecast
from twintrack.sales.forecast.queries import Category, Tested
from twintrack.sales.pipeline.ways import pages_of
from twintrack.ui.charts import Band, Chart, Course, lines
from twintrack.ui.fields import key_of
from twintrack.ui.regions import render_page

PAGE = "forecast/forecast.html"
MOST = 15
CATEGORIES = {
    Category.COMMIT: (pgettext_lazy("forecast category", "Commit"), gettext_lazy("at least 70 %")),
    Category.BEST_CASE: (gettext_lazy("Best case"), gettext_lazy("40 to 70 %")),
    Category.PIPELINE: (gettext_lazy("Pipeline"), gettext_lazy("below 40 %")),
}


@login_required
@require_GET
def sales_forecast(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    check_may(request.user, Act.SEE_AMOUNTS)
    team = queries.find_team(key_of(request.GET.get("team", "")))
    forecast = queries.newest(for_user=request.user, team=team)
    shown = {
        "pages": pages_of(request, "sales-forecast"),
        "teams": _teams(team),
        "forecast": forecast,
        "few": FEW,
    }
    if forecast is not None:
        shown |= _behind(request, forecast)
    return render_page(request, PAGE, shown, regions=("forecast",))


def _teams(here: Team | None) -> list[tuple[str, str, bool]]:
    named = [(f"?team={each.pk}", each.name, each == here) for each in queries.list_selling_teams()]
    return [("?", _("All teams"), here is None), *named] if len(named) > 1 else []


def _behind(request: Request, forecast: Forecast) -> dict[str, object]:
    today = timezone.localdate()
    prospects = queries.list_prospects(forecast, for_user=request.user, today=today)
    tested = queries.list_tested(for_user=request.user, team=forecast.team, today=today)
    return {
        "is_learned": forecast.closed >= FEW,
        "to_come": forecast.expected - forecast.done,
        "last": forecast.last_on,
        "groups": [(*CATEGORIES[each.category], each) for each in queries.group(prospects)],
        "prospects": [(CATEGORIES[each.category][0], each) for each in prospects[:MOST]],
        "more": max(len(prospects) - MOST, 0),
        "of_teams": []
        if forecast.team
        else queries.newest_of_teams(for_user=request.user, on=forecast.on),
        "chart": _chart(queries.list_course(forecast, for_user=request.user)),
        "tested": tested,
        "worth": _worth(tested),
    }


def _worth(tested: list[Tested]) -> dict[str, int] | None:
    """Say in numbers what forecasts were worth; nothing where no quarter is over."""
    weeks = sum(each.weeks for each in tested)
    if not weeks:
        return None
    return {
        "quarters": len(tested),
        "within": max(round(100 * median(each.off for each in tested)), 1),
        "held": sum(each.held for each in tested),
        "weeks": weeks,
    }


def _chart(course: list[Forecast]) -> Chart:
    size, unit, decimals = chart_size(base_currency())

    def scaled(amounts: Iterable[Decimal]) -> list[float]:
        return [float(each) / size for each in amounts]

    return lines(
        title=_("How the forecast of this quarter moved"),
        hint=_("What was told on each Monday: the middle, 80 % around it, and what was won."),
        days=[each.on for each in course],
        courses=[
            Course(_("Expected"), scaled(each.expected for each in course)),
            Course(_("Won"), scaled(each.done for each in course)),
        ],
        band=Band(
            Course(_("Lower bound"), scaled(each.low for each in course)),
            Course(_("Upper bound"), scaled(each.high for each in course)),
        ),
        unit=unit,
        decimals=decimals,
        empty_text=_("The first Monday of the quarter is still to come."),
    )
