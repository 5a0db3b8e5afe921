"""What people do on the page of a contract."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.contracts import operations, queries
from twintrack.sales.contracts.forms import (
    ContractEditForm,
    FileForm,
    ReachForm,
    ReasonForm,
    SignForm,
    TermsForms,
)
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page


def _page_of(number: str) -> str:
    return reverse("contract-detail", args=[number])


@login_required
@require_http_methods(["GET", "POST"])
def contract_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_CONTRACTS)
    contract = queries.get_contract(number, for_user=request.user)
    form = ContractEditForm(request.POST or None, contract=contract, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change(
                contract=contract, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "contracts/contract_edit.html", form, contract=contract)


@login_required
@require_http_methods(["GET", "POST"])
def contract_terms(request: Request, number: str, pk: int) -> HttpResponse:
    """Write the terms of the contract itself (0), or of an amendment."""
    check_may(request.user, Act.WRITE_CONTRACTS)
    version = queries.get_version(number, pk, for_user=request.user)
    among = request.POST.get("more", "")
    written = TermsForms(version, None if among else request.POST or None)
    if among:
        written.with_row(request.POST, among)
    elif request.method == "POST" and written.is_valid():
        with attempt(written.form):
            operations.write_terms(
                version=version,
                revision=written.form.cleaned_data["revision"],
                terms=written.terms,
                by=request.user,
                at=timezone.now(),
            )
            return redirect("contract-detail", number)
    shown = {"version": version, "contract": version.contract, "written": written}
    status = 422 if request.method == "POST" and not among else 200
    template = "contracts/contract_terms.html"
    return render_page(request, template, shown, regions=("written",), status=status)


@login_required
@require_http_methods(["GET", "POST"])
def contract_sign(request: Request, number: str, pk: int) -> HttpResponse:
    """Note the signatures of the contract itself (0), or of an amendment."""
    user = request.user
    check_may(user, Act.SIGN_CONTRACTS)
    version = queries.get_version(number, pk, for_user=user)
    initial = {"signed_on": timezone.localdate(), "by_us": user.name}
    form = SignForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            now = timezone.now()
            operations.sign(version=version, signature=form.signature(), by=user, at=now)
            if uploaded := form.uploaded():
                operations.add_file(contract=version.contract, uploaded=uploaded, by=user, at=now)
            return leave_for(request, _page_of(number))
    return render_form(request, "contracts/contract_sign.html", form, version=version)


@login_required
@require_http_methods(["GET", "POST"])
def contract_amend(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_CONTRACTS)
    contract = queries.get_contract(number, for_user=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            version = operations.amend(
                contract=contract,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("contract-terms", args=[number, version.ordinal]))
    return render_form(request, "contracts/contract_amend.html", form, contract=contract)


@login_required
@require_POST
def contract_discard(request: Request, number: str, pk: int) -> HttpResponse:
    version = queries.get_version(number, pk, for_user=request.user)
    with pressed(request):
        operations.discard_amendment(version=version, by=request.user, at=timezone.now())
    return redirect("contract-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def contract_terminate(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_CONTRACTS)
    contract = queries.get_contract(number, for_user=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.terminate(
                contract=contract,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "contracts/contract_terminate.html", form, contract=contract)


@login_required
@require_POST
def contract_complete(request: Request, number: str) -> HttpResponse:
    contract = queries.get_contract(number, for_user=request.user)
    with pressed(request):
        operations.complete(contract=contract, by=request.user, at=timezone.now())
    return redirect("contract-detail", number)


@login_required
@require_POST
def contract_renew(request: Request, number: str) -> HttpResponse:
    contract = queries.get_contract(number, for_user=request.user)
    with pressed(request):
        number = operations.renew(contract=contract, by=request.user, at=timezone.now()).number
    return redirect("contract-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def contract_reach(request: Request, number: str, pk: int) -> HttpResponse:
    """Note that what an instalment waits for happened."""
    check_may(request.user, Act.WRITE_CONTRACTS)
    contract = queries.get_contract(number, for_user=request.user)
    instalment = queries.get_instalment(contract, pk)
    form = ReachForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with attempt(form, "on"):
            operations.reach_due(
                contract=contract,
                trigger=instalment.trigger,
                on=form.cleaned_data["on"],
                instalment_ids=[instalment.pk],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, _page_of(number))
    shown = {"contract": contract, "instalment": instalment}
    return render_form(request, "contracts/contract_reach.html", form, **shown)


@login_required
@require_POST
def contract_unreach(request: Request, number: str, pk: int) -> HttpResponse:
    contract = queries.get_contract(number, for_user=request.user)
    instalment = queries.get_instalment(contract, pk)
    with pressed(request):
        operations.unreach_due(
            contract=contract,
            trigger=instalment.trigger,
            instalment_ids=[instalment.pk],
            by=request.user,
            at=timezone.now(),
        )
    return redirect("contract-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def contract_file(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_CONTRACTS)
    contract = queries.get_contract(number, for_user=request.user)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "paper"):
            operations.add_file(
                contract=contract,
                uploaded=form.cleaned_data["paper"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "contracts/contract_file.html", form, contract=contract)
