"""Who works here: roles, leaving and coming back."""

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
from twintrack.foundation.access.forms import DeactivationForm, PeopleFilterForm, RolesForm
from twintrack.foundation.access.handover import list_belongings
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.access.views.places import place_tabs
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

LIST = "access/person_list.html"
DETAIL = "access/person_detail.html"


@login_required
@require_GET
def person_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    form = PeopleFilterForm(request.GET, user=request.user)
    people = queries.list_accounts(for_user=request.user, sought=form.sought())
    shown = {
        **filter_bar(request, form),
        "page": key_page(people, order=("name", "pk"), after=request.GET.get("after", "")),
        "may_manage": may(request.user, Act.MANAGE_PEOPLE),
        "tabs": place_tabs(request.user, "people"),
    }
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_GET
def person_detail(request: Request, pk: int) -> HttpResponse:
    person = queries.get_account(pk, for_user=request.user)
    return _detail(request, person, RolesForm.of(person))


@login_required
@require_POST
def person_roles(request: Request, pk: int) -> HttpResponse:
    person = queries.get_account(pk, for_user=request.user)
    form = RolesForm(request.POST)
    if form.is_valid():
        with attempt(form, "roles"):
            operations.set_roles(
                user=person,
                before=form.seen(),
                roles=form.cleaned_data["roles"],
                by=request.user,
                at=timezone.now(),
            )
            said = _("%(name)s has these roles from now on.")
            keep_toast(request, said % {"name": person})
            return redirect("person-detail", pk)
    return _detail(request, person, form)


def _detail(request: Request, person: User, form: forms.Form) -> HttpResponse:
    may_manage = may(request.user, Act.MANAGE_PEOPLE)
    shown = {
        "person": person,
        "form": form,
        "piles": list_belongings(person),
        "may_manage": may_manage,
        "may_leave": may_manage and person != request.user,
    }
    status = 422 if form.errors else 200
    return render_page(request, DETAIL, shown, regions=("facts",), status=status)


@login_required
@require_http_methods(["GET", "POST"])
def person_deactivate(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PEOPLE)
    person = queries.get_account(pk, for_user=request.user)
    piles = list_belongings(person)
    form = DeactivationForm(request.POST or None, person=person, has_work=bool(piles))
    if request.method == "POST" and form.is_valid():
        with attempt(form, "successor"):
            operations.deactivate(
                user=person,
                successor=form.cleaned_data["successor"],
                by=request.user,
                at=timezone.now(),
            )
            said = _("%(name)s can no longer sign in. What they looked after is handed over.")
            keep_toast(request, said % {"name": person})
            return leave_for(request, reverse("person-detail", args=[pk]))
    return render_form(request, "access/person_deactivate.html", form, person=person, piles=piles)


@login_required
@require_POST
def person_reactivate(request: Request, pk: int) -> HttpResponse:
    person = queries.get_account(pk, for_user=request.user)
    operations.reactivate(user=person, by=request.user, at=timezone.now())
    keep_toast(request, _("%(name)s may sign in again.") % {"name": person})
    return redirect("person-detail", pk)
