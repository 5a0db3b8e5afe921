"""A week of visits: columns by day, and on a phone the list of one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.visits import queries
from twintrack.sales.visits.forms import FilterForm
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.progress import (
    DAY,
    WEEK,
    PersonWeek,
    list_weeks,
    monday_of,
    people_under,
)
from twintrack.ui.fields import is_far_away
from twintrack.ui.filters import filter_bar
from twintrack.ui.regions import render_page
from twintrack.ui.templatetags.ui import short_day

PAGE = "visits/visit_week.html"
VIEWS = (("mine", gettext_lazy("Mine")), ("all", gettext_lazy("All")))


@dataclass(kw_only=True)
class Column:
    """A day with what takes place on it."""

    day: date
    is_today: bool
    is_shown: bool
    url: str
    visits: list[Visit] = field(default_factory=list)

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() > 4


@login_required
@require_GET
def visit_week(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_VISITS)
    today = timezone.localdate()
    day = _day_asked(request.GET.get("day", ""), today)
    view = "all" if request.GET.get("view") == "all" else "mine"
    form = FilterForm(request.GET, user=request.user)
    for name in ("since", "until"):
        del form.fields[name]
    wanted = form.wanted(view, request.user)
    columns = _columns(request, wanted, day=day, today=today)
    visits = [visit for column in columns for visit in column.visits]
    monday = monday_of(day)
    shown = {
        "columns": columns,
        "heard": queries.count_heard(visits),
        "count": len(visits),
        "monday": monday,
        "sunday": monday + WEEK - DAY,
        "day": day,
        "today": today,
        "earlier": _with_day(request, day - WEEK),
        "later": _with_day(request, day + WEEK),
        "now": _with_day(request, today),
        "weeks": _weeks(request, monday),
        "menu": [{"id": each.day.isoformat(), "label": short_day(each.day)} for each in columns],
        "address": request.get_full_path(),
        "may_manage": may(request.user, Act.MANAGE_VISITS),
        "may_set": may(request.user, Act.SET_VISITS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, PAGE, shown, regions=("week",))


def _day_asked(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return today if is_far_away(day) else day


def _with_day(request: Request, day: date) -> str:
    query = request.GET.copy()
    query["day"] = day.isoformat()
    return f"?{query.urlencode()}"


def _columns(request: Request, wanted: queries.Wanted, *, day: date, today: date) -> list[Column]:
    monday = monday_of(day)
    days = [monday + DAY * n for n in range(7)]
    columns = {
        each: Column(
            day=each,
            is_today=each == today,
            is_shown=each == day,
            url=_with_day(request, each),
        )
        for each in days
    }
    start, end = (
        timezone.make_aware(datetime.combine(each, time.min)) for each in (monday, monday + WEEK)
    )
    for visit in queries.list_between(start, end, for_user=request.user, wanted=wanted):
        columns[timezone.localdate(visit.starts_at)].visits.append(visit)
    return list(columns.values())


def _weeks(request: Request, monday: date) -> list[PersonWeek]:
    """Tell one's own week first, then those of whom one leads; of whom any visits are asked."""
    people = queries.list_visitors(people_under(request.user), for_user=request.user)
    weeks = list_weeks(people, monday, monday, for_user=request.user)
    weeks = [each for each in weeks if each.per_week]
    return sorted(weeks, key=lambda each: (each.person != request.user, each.person.name))
