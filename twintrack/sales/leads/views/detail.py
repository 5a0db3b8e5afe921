"""One lead: captured, read, spoken with, given up, taken up, converted."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import Beside, attempt, pressed
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.operations import CustomerKnown
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.forms.leads import (
    ConvertForm,
    GiveUpForm,
    LeadEditForm,
    LeadForm,
    MoveForm,
    NoteForm,
    OwnerForm,
    TakeUpForm,
)
from twintrack.sales.leads.lifecycle import State
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.operations import Spoken
from twintrack.sales.leads.queries import Newcomer
from twintrack.sales.pipeline.operations import AmountImpossible
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

DETAIL = "leads/lead_detail.html"
BESIDE: Beside = {
    operations.CompanyMissing: "company",
    operations.PhoneImpossible: "phone",
    operations.EmailImpossible: "email",
    operations.OwnerUnfit: "owner",
}
NOTES = 30


def _url(lead: Lead) -> str:
    return reverse("lead-detail", args=[lead.number])


@login_required
@require_http_methods(["GET", "POST"])
def lead_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_LEADS)
    form = LeadForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            lead = operations.capture(details=form.details(), by=request.user, at=timezone.now())
            return leave_for(request, _url(lead))
    known = _known(request, dict(form.data.items())) if form.is_bound else []
    return render_form(request, "leads/lead_new.html", form, known=known)


@login_required
@require_GET
def lead_known(request: Request) -> HttpResponse:
    """Show who may be the same as the one that is being typed."""
    check_may(request.user, Act.SEE_LEADS)
    return render(request, "leads/_known.html", {"known": _known(request, request.GET)})


def _known(request: Request, typed: Any) -> list[queries.Known]:
    newcomer = Newcomer(
        company=str(typed.get("company", ""))[:120],
        phone=str(typed.get("phone", ""))[:40],
        email=str(typed.get("email", ""))[:254],
    )
    return queries.find_known(newcomer, for_user=request.user)


@login_required
@require_GET
def lead_detail(request: Request, number: str) -> HttpResponse:
    return _detail(request, queries.get_lead(number, for_user=request.user))


def _detail(request: Request, lead: Lead, *, form: NoteForm | None = None) -> HttpResponse:
    at = timezone.now()
    traits = queries.traits_of_leads([lead])[lead.pk]
    model = queries.newest_model()
    newcomer = Newcomer(company=lead.company, phone=lead.phone, email=lead.email)
    shown = {
        "lead": lead,
        "is_overdue": lead.is_overdue(at),
        "products": queries.list_products_of(lead, for_user=request.user),
        "notes": queries.list_notes(lead)[:NOTES],
        "form": form or NoteForm(),
        "rules": queries.rules_that_fit(traits, queries.active_rules()),
        "chance": queries.chance_of(traits, model),
        "model": model,
        "known": queries.find_known(newcomer, for_user=request.user, but=lead)
        if lead.is_open
        else [],
        "may_protect": may(request.user, Act.PROTECT_PERSONS),
        "may_manage": may(request.user, Act.MANAGE_LEADS),
    }
    regions = ("head", "facts", "notes", "score")
    status = 422 if form and form.errors else 200
    return render_page(request, DETAIL, shown, regions=regions, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def lead_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_LEADS)
    lead = queries.get_lead(number, for_user=request.user)
    form = LeadEditForm(request.POST or None, lead=lead, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, {**BESIDE, operations.LeadClosed: None}):
            operations.change(
                lead=lead, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, _url(lead))
    return render_form(request, "leads/lead_edit.html", form, lead=lead)


@login_required
@require_POST
def lead_note(request: Request, number: str) -> HttpResponse:
    """Note what was spoken."""
    lead = queries.get_lead(number, for_user=request.user)
    check_may(request.user, Act.MANAGE_LEADS)
    form = NoteForm(request.POST)
    if form.is_valid():
        with attempt(form, {operations.NothingSaid: "text"}):
            spoken = Spoken(**form.cleaned_data)
            operations.note(lead=lead, spoken=spoken, by=request.user, at=timezone.now())
            return redirect(_url(lead))
    return _detail(request, lead, form=form)


@login_required
@require_POST
def lead_state(request: Request, number: str) -> HttpResponse:
    lead = queries.get_lead(number, for_user=request.user)
    form = MoveForm(request.POST)
    if form.is_valid():
        before, to = State(form.cleaned_data["before"]), State(form.cleaned_data["to"])
        with pressed(request):
            operations.move(lead=lead, before=before, to=to, by=request.user, at=timezone.now())
    return redirect(_url(lead))


@login_required
@require_http_methods(["GET", "POST"])
def lead_give_up(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_LEADS)
    lead = queries.get_lead(number, for_user=request.user)
    form = GiveUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "words"):
            operations.disqualify(
                lead=lead, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, _url(lead))
    return render_form(request, "leads/lead_give_up.html", form, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def lead_take_up(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_LEADS)
    lead = queries.get_lead(number, for_user=request.user)
    form = TakeUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.reopen(lead=lead, **form.cleaned_data, by=request.user, at=timezone.now())
            return leave_for(request, _url(lead))
    return render_form(request, "leads/lead_take_up.html", form, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def lead_owner(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_LEADS)
    lead = queries.get_lead(number, for_user=request.user)
    form = OwnerForm(request.POST or None, lead=lead)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "to"):
            operations.assign(
                lead=lead,
                before=form.cleaned_data["seen"],
                to=form.cleaned_data["to"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, _url(lead))
    return render_form(request, "leads/lead_owner.html", form, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def lead_convert(request: Request, number: str) -> HttpResponse:
    """Turn a lead into a customer, a contact and an opportunity."""
    check_may(request.user, Act.MANAGE_LEADS)
    lead = queries.get_lead(number, for_user=request.user)
    newcomer = Newcomer(company=lead.company, phone=lead.phone, email=lead.email)
    known = queries.find_known(newcomer, for_user=request.user, but=lead)
    form = ConvertForm(request.POST or None, lead=lead, known=known, user=request.user)
    if request.method == "POST" and form.is_valid():
        beside: Beside = {
            CustomerKnown: "customer",
            operations.ContactElsewhere: "contact",
            AmountImpossible: "amount",
            Refusal: None,
        }
        with attempt(form, beside):
            done = operations.convert(
                lead=lead, conversion=form.conversion(), by=request.user, at=timezone.now()
            )
            keep_toast(request, _("%(number)s is converted.") % {"number": lead.number})
            return leave_for(request, _place_of(done))
    customers = [each for each in known if each.customer]
    return render_form(request, "leads/lead_convert.html", form, lead=lead, known=customers)


def _place_of(lead: Lead) -> str:
    if lead.opportunity is not None:
        return reverse("opportunity-detail", args=[lead.opportunity.number])
    assert lead.customer
    return reverse("customer-detail", args=[lead.customer.number])
