"""Pages of teams."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access import operations, queries
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.forms import MemberForm, TeamForm
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.access.views.places import place_tabs
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import Team
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

LIST = "access/team_list.html"
DETAIL = "access/team_detail.html"


@login_required
@require_GET
def team_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    teams = queries.list_teams(for_user=request.user)
    shown = {
        "page": key_page(teams, order=("name", "pk"), after=request.GET.get("after", "")),
        "may_manage": may(request.user, Act.MANAGE_PEOPLE),
        "tabs": place_tabs(request.user, "teams"),
    }
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def team_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PEOPLE)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.TeamNameTaken: "name"}):
            team = operations.add_team(
                name=form.cleaned_data["name"],
                track=form.cleaned_data["track"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("team-detail", args=[team.pk]))
    return render_form(request, "access/team_new.html", form)


@login_required
@require_GET
def team_detail(request: Request, pk: int) -> HttpResponse:
    return _detail(request, queries.get_team(pk, for_user=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def team_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PEOPLE)
    team = queries.get_team(pk, for_user=request.user)
    seen = {"name": team.name, "track": team.track, "before": team.name}
    form = TeamForm(request.POST or None, initial=seen)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "name"):
            operations.change_team(
                team=team,
                before=form.cleaned_data["before"],
                name=form.cleaned_data["name"],
                track=form.cleaned_data["track"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("team-detail", args=[pk]))
    return render_form(request, "access/team_edit.html", form, team=team)


@login_required
@require_POST
def team_join(request: Request, pk: int) -> HttpResponse:
    team = queries.get_team(pk, for_user=request.user)
    form = MemberForm(request.POST, team=team)
    if not form.is_valid():
        return _detail(request, team, form)
    user = form.cleaned_data["user"]
    operations.join_team(team=team, user=user, by=request.user, at=timezone.now())
    return redirect("team-detail", pk)


@login_required
@require_POST
def team_leave(request: Request, pk: int, user_pk: int) -> HttpResponse:
    team = queries.get_team(pk, for_user=request.user)
    user = queries.get_account(user_pk, for_user=request.user)
    operations.leave_team(team=team, user=user, by=request.user, at=timezone.now())
    said = _("%(name)s belongs to %(team)s no longer.") % {"name": user, "team": team}
    keep_toast(request, said)
    return redirect("team-detail", pk)


def _detail(request: Request, team: Team, form: forms.Form | None = None) -> HttpResponse:
    shown = {
        "team": team,
        "members": queries.list_members(team),
        "form": form or MemberForm(team=team),
        "may_manage": may(request.user, Act.MANAGE_PEOPLE),
    }
    status = 422 if form else 200
    return render_page(request, DETAIL, shown, regions=("members",), status=status)
