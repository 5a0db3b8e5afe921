"""The calendar of a team: a month with everybody's leave."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from twintrack.foundation.access.queries import list_teams
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import Team
from twintrack.hub.scheduling import queries
from twintrack.hub.scheduling.capacity import capacity_of
from twintrack.hub.scheduling.month import read_month
from twintrack.ui.fields import is_far_away
from twintrack.ui.regions import render_page

PAGE = "scheduling/calendar.html"


@login_required
@require_GET
def calendar(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    today = timezone.localdate()
    on = _month_of(request.GET.get("month", ""), today)
    teams = queries.sort_teams(list_teams(for_user=request.user), for_user=request.user)
    team = _chosen(teams, request)
    shown: dict[str, Any] = {
        "teams": teams,
        "team": team,
        "on": on,
        "today": today,
    }
    if team is not None:
        month = read_month(team, on, for_user=request.user)
        shown |= {
            "month": month,
            "capacity": capacity_of(team, month.first, month.last),
            "away_today": month.away_on(today),
            "earlier": month.first - timedelta(days=1),
            "later": month.last + timedelta(days=1),
            "may_keep": may(request.user, Act.KEEP_CALENDARS),
        }
    return render_page(request, PAGE, shown, regions=("month",))


def _month_of(asked: str, today: date) -> date:
    try:
        month = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today
    return today if is_far_away(month) else month


def _chosen(teams: list[Team], request: Request) -> Team | None:
    """Choose the team that is asked for, else the first."""
    asked = request.GET.get("team", "")
    return next((each for each in teams if str(each.pk) == asked), next(iter(teams), None))
