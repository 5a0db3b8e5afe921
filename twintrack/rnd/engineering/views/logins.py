"""What people are called at code hosts: their own page, and a panel on the page of a person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.forms import LoginForm
from twintrack.rnd.engineering.models import HostCode
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast


@panel("engineering/login_panel.html")
def host_logins(request: Request, pk: int) -> dict[str, Any]:
    """Show what a person is called at code hosts to themselves and to who administers people."""
    person = _person(request, int(pk))
    return {"person": person, "logins": queries.list_logins(person)}


def _person(request: Request, pk: int) -> User:
    is_own = pk == request.user.pk
    if not is_own and not may(request.user, Act.MANAGE_PEOPLE):
        raise NotThere
    if not queries.may_see_repositories(request.user):
        raise NotThere
    return request.user if is_own else get_person(pk)


@login_required
@require_http_methods(["GET", "POST"])
def login_new(request: Request, pk: int) -> HttpResponse:
    """Say what a person is called at a host."""
    person = _person(request, pk)
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "login"):
            operations.add_login(
                person=person,
                host=HostCode(form.cleaned_data["host"]),
                login=form.cleaned_data["login"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("host-logins", args=[person.pk]))
    return render_form(request, "engineering/login_new.html", form, person=person)


@login_required
@require_POST
def login_remove(request: Request, pk: int) -> HttpResponse:
    login = queries.get_login(pk, for_user=request.user)
    person = login.person_id
    operations.remove_login(login=login, by=request.user, at=timezone.now())
    keep_toast(request, _("“%(login)s” belongs to nobody any more.") % {"login": login.login})
    return redirect("host-logins", person)
