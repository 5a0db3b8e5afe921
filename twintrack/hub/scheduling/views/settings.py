"""On which days a team and its people work."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.queries import get_person, get_team, list_members
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import Team
from twintrack.hub.scheduling import operations, queries
from twintrack.hub.scheduling.forms import CalendarForm, ShareForm, SpecialDayForm
from twintrack.hub.scheduling.models import WorkCalendar
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import key_of
from twintrack.ui.regions import render_page

PAGE = "scheduling/team_calendar.html"


@login_required
@require_http_methods(["GET", "POST"])
def team_calendar(request: Request, pk: int) -> HttpResponse:
    team = get_team(pk, for_user=request.user)
    form = CalendarForm(request.POST or None, calendar=queries.team_calendar(team))
    if request.method == "POST":
        check_may(request.user, Act.KEEP_CALENDARS)
    if request.method == "POST" and form.is_valid():
        operations.set_team_calendar(
            team=team, facts=form.facts(), by=request.user, at=timezone.now()
        )
        return redirect("team-calendar", pk)
    return _page(request, team, form=form)


@login_required
@require_POST
def special_day_add(request: Request, pk: int) -> HttpResponse:
    team = get_team(pk, for_user=request.user)
    check_may(request.user, Act.KEEP_CALENDARS)
    day_form = SpecialDayForm(request.POST)
    if not day_form.is_valid():
        return _page(request, team, day_form=day_form)
    operations.set_special_day(
        team=team, **day_form.cleaned_data, by=request.user, at=timezone.now()
    )
    return redirect("team-calendar", pk)


@login_required
@require_POST
def special_day_drop(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.KEEP_CALENDARS)
    special = queries.get_special_day(pk)
    team = operations.drop_special_day(special=special, by=request.user, at=timezone.now())
    return redirect("team-calendar", team.pk)


@login_required
@require_POST
def time_share(request: Request, pk: int, user_pk: int) -> HttpResponse:
    team = get_team(pk, for_user=request.user)
    check_may(request.user, Act.KEEP_CALENDARS)
    share_form = ShareForm(request.POST)
    if share_form.is_valid():
        with attempt(share_form, {operations.NotOfTeam: None}):
            operations.set_time_share(
                team=team,
                person=get_person(user_pk),
                percent=share_form.cleaned_data["percent"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("team-calendar", pk)
    return _page(request, team, share_form=share_form)


def _page(request: Request, team: Team, **given: forms.Form) -> HttpResponse:
    shares = queries.shares_of(team)
    people = list(list_members(team))
    shown = {
        "team": team,
        "form": CalendarForm(calendar=queries.team_calendar(team)),
        "day_form": SpecialDayForm(),
        "share_form": None,
        "special_days": list(queries.list_special_days(team)),
        "people": [(each, shares.get(each.pk, queries.WHOLE)) for each in people],
        "own_calendars": queries.own_calendars(people),
        "may_keep": may(request.user, Act.KEEP_CALENDARS),
        **given,
    }
    status = 422 if any(form.errors for form in given.values()) else 200
    return render_page(request, PAGE, shown, regions=("days", "people"), status=status)


@login_required
@require_http_methods(["GET", "POST"])
def person_calendar(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.KEEP_CALENDARS)
    person = get_person(pk)
    known = queries.person_calendar(person)
    form = CalendarForm(request.POST or None, calendar=known or WorkCalendar(person=person))
    if request.method == "POST" and form.is_valid():
        operations.set_person_calendar(
            person=person, facts=form.facts(), by=request.user, at=timezone.now()
        )
        return leave_for(request, _back(request))
    shown = {"person": person, "is_own": known is not None}
    return render_form(request, "scheduling/person_calendar.html", form, **shown)


@login_required
@require_POST
def person_calendar_drop(request: Request, pk: int) -> HttpResponse:
    operations.drop_person_calendar(person=get_person(pk), by=request.user, at=timezone.now())
    return leave_for(request, _back(request))


def _back(request: Request) -> str:
    """Go back to the team from whose calendar the person was opened."""
    team = key_of(request.GET.get("team", ""))
    return reverse("calendar") if team is None else reverse("team-calendar", args=[team])
