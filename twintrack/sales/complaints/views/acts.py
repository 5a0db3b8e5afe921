"""What is done with one complaint, from its panel on the page of the feedback."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.forms import (
    AskForm,
    ConfirmForm,
    PauseForm,
    ReopenForm,
    ResolveForm,
    RespondForm,
    WhyForm,
)
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.models import Complaint
from twintrack.sales.complaints.replies import LANGUAGES, reply_of
from twintrack.sales.complaints.shown import show
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import key_of
from twintrack.ui.toasts import keep_toast

FORM = "complaints/complaint_act.html"
Perform = Callable[[], object]


@panel("complaints/complaint_panel.html")
def feedback_complaint(request: Request, number: str) -> dict[str, Any]:
    """Show the clocks of a complaint and what may be done."""
    complaint = queries.get_complaint(number, for_user=request.user)
    now = timezone.now()
    return {
        "complaint": complaint,
        "shown": show(complaint, now=now),
        "now": now,
        "causes": queries.list_causes(complaint, for_user=request.user),
        "may_answer": may(request.user, Act.ANSWER_COMPLAINTS),
    }


def _found(request: Request, number: str) -> Complaint:
    check_may(request.user, Act.ANSWER_COMPLAINTS)
    return queries.get_complaint(number, for_user=request.user)


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _act(
    request: Request, what: str, complaint: Complaint, form: forms.Form, perform: Perform
) -> HttpResponse:
    """Show a form, or do what it asks for and go back to the feedback."""
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            perform()
            return leave_for(request, reverse("feedback-detail", args=[complaint.feedback.number]))
    shown = {"what": what, "complaint": complaint, "templates": _templates(what)}
    return render_form(request, FORM, form, **shown)


def _templates(what: str) -> list[tuple[str, str]]:
    purposes = {"response": Purpose.RESPONSE, "asking": Purpose.CONFIRMATION}
    if what not in purposes:
        return []
    offered = queries.list_offered(purposes[what])
    return [
        (f"{each.pk}-{language}", each.name_en if language == "en" else each.name_zh)
        for each in offered
        for language in LANGUAGES
    ]


def _begun(request: Request, complaint: Complaint, purpose: str) -> str:
    """Begin with the first template, in the language of who writes."""
    offered = queries.list_offered(purpose)
    language = "en" if request.user.language.startswith("en") else "zh"
    return reply_of(offered[0], complaint, language=language) if offered else ""


def _is_late(complaint: Complaint, kind: str) -> bool:
    now = timezone.now()
    clocks = (each for each in complaint.clocks.all() if each.kind == kind)
    return any(each.is_alive and each.is_late(now) and not each.breach_note for each in clocks)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_respond(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    late = _is_late(complaint, ClockKind.RESPONSE)
    initial = {"reply": _begun(request, complaint, Purpose.RESPONSE)}
    form = RespondForm(request.POST or None, is_late=late, initial=initial)

    def perform() -> None:
        said = form.cleaned_data
        operations.respond(
            complaint=complaint, reply=said["reply"], why=said.get("why", ""), **_who(request)
        )

    return _act(request, "response", complaint, form, perform)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_resolve(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    late = _is_late(complaint, ClockKind.RESOLUTION)
    likely = queries.likely_cause(complaint, for_user=request.user)
    initial = {"cause": complaint.cause, "number": likely}
    form = ResolveForm(request.POST or None, is_late=late, initial=initial)

    def perform() -> None:
        said = form.cleaned_data
        cause = queries.cause_of(said["cause"], number=said["number"], for_user=request.user)
        operations.resolve(
            complaint=complaint, cause=cause, why=said.get("why", ""), **_who(request)
        )

    if request.method == "POST" and form.is_valid() and form.cleaned_data["number"]:
        try:
            queries.cause_of("-", number=form.cleaned_data["number"], for_user=request.user)
        except NotThere as refusal:
            form.add_error("number", str(refusal.message))
    return _act(request, "resolution", complaint, form, perform)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_pause(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    form = PauseForm(request.POST or None, complaint=complaint)

    def perform() -> None:
        operations.pause(complaint=complaint, **form.cleaned_data, **_who(request))

    return _act(request, "pause", complaint, form, perform)


@login_required
@require_POST
def complaint_resume(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    try:
        operations.resume(complaint=complaint, **_who(request))
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return redirect("feedback-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_ask(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    initial = {"reply": _begun(request, complaint, Purpose.CONFIRMATION)}
    form = AskForm(request.POST or None, initial=initial)

    def perform() -> None:
        operations.ask_to_confirm(
            complaint=complaint, text=form.cleaned_data["reply"], **_who(request)
        )

    return _act(request, "asking", complaint, form, perform)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_confirm(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    contact = complaint.feedback.contact
    now = timezone.localtime()
    initial = {"who": contact.name if contact else "", "said_at": now}
    form = ConfirmForm(request.POST or None, initial=initial)

    def perform() -> None:
        at = timezone.now()
        operations.confirm(
            complaint=complaint,
            who=form.cleaned_data["who"],
            said_at=form.moment(at=at),
            by=request.user,
            at=at,
        )

    return _act(request, "confirmation", complaint, form, perform)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_reopen(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    form = ReopenForm(request.POST or None)

    def perform() -> None:
        operations.reopen(complaint=complaint, **form.cleaned_data, **_who(request))

    return _act(request, "reopening", complaint, form, perform)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_explain(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    clock = request.GET.get("clock", ClockKind.RESOLUTION)
    form = WhyForm(request.POST or None)

    def perform() -> None:
        operations.explain_breach(
            complaint=complaint, clock=clock, **form.cleaned_data, **_who(request)
        )

    return _act(request, "explanation", complaint, form, perform)


@login_required
@require_GET
def complaint_reply(request: Request, number: str) -> HttpResponse:
    """Fill in a reply template, to be edited before it is sent."""
    complaint = _found(request, number)
    pk, _hyphen, language = request.GET.get("template", "").partition("-")
    template = queries.get_template(key_of(pk) or 0, for_user=request.user)
    form = AskForm(initial={"reply": reply_of(template, complaint, language=language)})
    return render(request, f"{FORM}#reply", {"form": form, "complaint": complaint})
