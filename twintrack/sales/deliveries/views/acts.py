"""Begin a delivery, lead it, plan it anew, bring it to an end, pass it on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.queries import get_contract
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.forms.deliveries import (
    BeginForm,
    HandoverForm,
    NameForm,
    PassOnForm,
    PersonForm,
    ReasonForm,
    ReplanForm,
)
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.deliveries.views.showing import FORM, ask, page_of, press
from twintrack.ui.dialogs import leave_for, render_form

BOTH = ["GET", "POST"]


def _one(request: Request, number: str, act: Act = Act.WORK_ON_DELIVERIES) -> Delivery:
    check_may(request.user, act)
    return queries.get_delivery(number, for_user=request.user)


@login_required
@require_http_methods(BOTH)
def delivery_new(request: Request) -> HttpResponse:
    """Begin a delivery, from the contract that the address names if it names one."""
    user = request.user
    check_may(user, Act.MANAGE_DELIVERIES)
    number = request.GET.get("contract", "")
    contract = get_contract(number, for_user=user) if number else None
    initial = _suggested(request, contract)
    form = BeginForm(request.POST or None, user=user, contract=contract, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.ContractUnsigned: "reason", Refusal: None}):
            begun = operations.begin(details=form.details(), by=user, at=timezone.now())
            return leave_for(request, page_of(begun))
    shown = {
        "title": _("Begin a delivery"),
        "submit": _("Begin"),
        "up_url": reverse("delivery-list"),
        "form_url": request.get_full_path(),
        "contract": contract,
    }
    return render_form(request, FORM, form, **shown)


def _suggested(request: Request, contract: Contract | None) -> dict[str, Any]:
    first = next(iter(queries.list_templates(is_active=True)), None)
    suggested: dict[str, Any] = {
        "customer": request.GET.get("customer", ""),
        "start_on": timezone.localdate(),
        "lead": request.user.pk,
        "template": first.pk if first else None,
    }
    if contract is not None:
        product = queries.product_to_deliver(contract)
        suggested |= {
            "customer": contract.customer_id,
            "name": contract.title,
            "product": product.pk if product else None,
        }
    return suggested


@login_required
@require_http_methods(BOTH)
def delivery_rename(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number, Act.MANAGE_DELIVERIES)
    seen = {"before": delivery.name, "name": delivery.name}
    form = NameForm(request.POST or None, initial=seen)
    return ask(
        request,
        form,
        lambda who: operations.rename(delivery=delivery, **form.cleaned_data, **who),
        title=_("Rename"),
        submit=_("Save"),
        up=page_of(delivery),
        beside="name",
    )


@login_required
@require_http_methods(BOTH)
def delivery_replan(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number, Act.MANAGE_DELIVERIES)
    form = ReplanForm(request.POST or None, initial={"due_on": delivery.due_on})
    return ask(
        request,
        form,
        lambda who: operations.replan(delivery=delivery, **form.cleaned_data, **who),
        title=_("Plan another finish"),
        submit=_("Save"),
        up=page_of(delivery),
        beside="due_on",
    )


@login_required
@require_http_methods(BOTH)
def delivery_person(request: Request, number: str) -> HttpResponse:
    """Say who leads it, or does a role."""
    delivery = _one(request, number, Act.MANAGE_DELIVERIES)
    form = PersonForm(request.POST or None, initial={"role": request.GET.get("role", "lead")})

    def put(who: dict[str, Any]) -> None:
        role, person = form.cleaned_data["role"], form.cleaned_data["person"]
        if role == "lead":
            operations.give_lead(delivery=delivery, to=person, **who)
        else:
            operations.set_member(delivery=delivery, role=role, person=person, **who)

    return ask(
        request,
        form,
        put,
        title=_("Who does what"),
        submit=_("Save"),
        up=page_of(delivery),
        beside="person",
    )


TITLES = {
    ProjectState.ON_HOLD: lambda: _("Put the delivery on hold"),
    ProjectState.COMPLETED: lambda: _("Complete the delivery"),
    ProjectState.CANCELLED: lambda: _("Cancel the delivery"),
    ProjectState.ACTIVE: lambda: _("Take the delivery up again"),
}


@login_required
@require_http_methods(BOTH)
def delivery_move(request: Request, number: str, code: str) -> HttpResponse:
    delivery = _one(request, number, Act.MANAGE_DELIVERIES)
    if code not in ProjectState.values:
        raise NotThere
    to = ProjectState(code)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = to in {ProjectState.ON_HOLD, ProjectState.CANCELLED}
    return ask(
        request,
        form,
        lambda who: operations.move(delivery=delivery, to=to, **form.cleaned_data, **who),
        title=TITLES[to](),
        submit=TITLES[to](),
        up=page_of(delivery),
        beside="reason",
        anew=True,
    )


@login_required
@require_http_methods(BOTH)
def handover_new(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number)
    members = {each.role: each.person_id for each in queries.list_members(delivery)}
    following = {"presales": "implementer", "implementer": "csm"}.get(delivery.turn, "implementer")
    initial = {"to_role": following, "taker": members.get(following)}
    form = HandoverForm(request.POST or None, delivery=delivery, initial=initial)
    return ask(
        request,
        form,
        lambda who: operations.offer_handover(delivery=delivery, details=form.details(), **who),
        title=_("Hand over to the next role"),
        submit=_("Offer"),
        up=page_of(delivery),
    )


@login_required
@require_POST
def handover_take(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    handover = queries.get_handover(delivery, pk)
    return press(
        request,
        delivery,
        lambda who: operations.take_handover(handover=handover, **who),
        said=_("You took over %(number)s") % {"number": number},
    )


@login_required
@require_http_methods(BOTH)
def handover_return(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    handover = queries.get_handover(delivery, pk)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda who: operations.return_handover(handover=handover, **form.cleaned_data, **who),
        title=_("Give the delivery back"),
        submit=_("Give back"),
        up=page_of(delivery),
        beside="reason",
    )


@login_required
@require_http_methods(BOTH)
def handover_pass_on(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    handover = queries.get_handover(delivery, pk)
    form = PassOnForm(request.POST or None, taker=handover.taker)
    return ask(
        request,
        form,
        lambda who: operations.pass_handover_on(handover=handover, **form.cleaned_data, **who),
        title=_("Let somebody else take over"),
        submit=_("Pass on"),
        up=page_of(delivery),
        beside="to",
    )


def may_of(request: Request, delivery: Delivery) -> dict[str, bool]:
    """Say what the person may do on the page of a delivery."""
    user = request.user
    return {
        "may_manage": may(user, Act.MANAGE_DELIVERIES),
        "may_work": may(user, Act.WORK_ON_DELIVERIES) and delivery.is_open,
    }
