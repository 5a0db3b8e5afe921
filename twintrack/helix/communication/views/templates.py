"""Pages where the templates of plans are read and written."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.drafts import PLACES, fill, mark_gaps
from twintrack.helix.communication.forms import PositionForm, TemplateForm, TemplateStepForm
from twintrack.helix.communication.models import PlanTemplate, TemplateStep
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast

EXAMPLES = 20
STEP = "communication/template_step.html"
TEXTS = ("title_zh", "body_zh", "title_en", "body_en")


@login_required
@require_GET
def template_list(request: Request) -> HttpResponse:
    shown = {
        "templates": queries.list_templates(for_user=request.user),
        "may_manage": may(request.user, Act.MANAGE_PLAN_TEMPLATES),
        "places": PLACES,
    }
    return render(request, "communication/template_list.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def template_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    form = TemplateForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.TemplateKnown: None}):
            template = operations.add_template(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, f"{reverse('plan-template-list')}#template-{template.pk}")
    return render_form(request, "communication/template_new.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def template_step_new(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    template = queries.get_template(pk)
    form = TemplateStepForm(request.POST or None, initial={"offset_days": 1})
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.PlaceUnknown: None}):
            operations.add_template_step(
                template=template, values=form.cleaned_data, by=request.user, at=timezone.now()
            )
            return redirect("plan-template-list")
    return _step_page(request, template, form)


@login_required
@require_http_methods(["GET", "POST"])
def template_step(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    step = queries.get_template_step(pk)
    initial = {name: getattr(step, name) for name in TemplateStepForm.base_fields}
    form = TemplateStepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.PlaceUnknown: None}):
            operations.change_template_step(
                step=step, values=form.cleaned_data, by=request.user, at=timezone.now()
            )
            return redirect("plan-template-list")
    return _step_page(request, step.template, form, step=step)


def _step_page(
    request: Request,
    template: PlanTemplate,
    form: TemplateStepForm,
    step: TemplateStep | None = None,
) -> HttpResponse:
    examples = list(queries.list_examples(template, for_user=request.user)[:EXAMPLES])
    typed = {name: str(form[name].value() or "") for name in TEXTS}
    shown = {
        "form": form,
        "step": step,
        "template": template,
        "places": PLACES,
        "examples": examples,
        "preview": _preview(typed, examples[0].pk if examples else 0, template, request),
    }
    return render(request, STEP, shown, status=422 if form.errors else 200)


@login_required
@require_POST
def template_preview(request: Request, pk: int) -> HttpResponse:
    """Fill in what is being typed with a plan that exists."""
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    template = queries.get_template(pk)
    typed = {name: request.POST.get(name, "") for name in TEXTS}
    example = request.POST.get("example", "")
    preview = _preview(typed, int(example) if example.isdecimal() else 0, template, request)
    return render(request, f"{STEP}#preview", {"preview": preview})


def _preview(
    typed: dict[str, str], example: int, template: PlanTemplate, request: Request
) -> dict[str, Any]:
    plans = queries.list_examples(template, for_user=request.user)
    plan = plans.filter(pk=example).first()
    values = queries.values_for(plan.milestone, plan.customer) if plan else {}
    return {"plan": plan} | {name: mark_gaps(fill(text, values)) for name, text in typed.items()}


@login_required
@require_POST
def template_step_remove(request: Request, pk: int) -> HttpResponse:
    try:
        operations.remove_template_step(
            step=queries.get_template_step(pk), by=request.user, at=timezone.now()
        )
    except operations.LastStep as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return redirect("plan-template-list")


@login_required
@require_POST
def template_step_position(request: Request, pk: int) -> HttpResponse:
    step = queries.get_template_step(pk)
    form = PositionForm(request.POST)
    if form.is_valid():
        operations.move_template_step(
            step=step, to=form.cleaned_data["to"], by=request.user, at=timezone.now()
        )
    return redirect("plan-template-list")
