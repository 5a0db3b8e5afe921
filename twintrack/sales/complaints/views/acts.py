"""What is done with one complaint, from its panel on the page of the feedback."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.mailing.outgoing import can_mail
from twintrack.foundation.people.http import Request
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.forms import (
    AskForm,
    ConfirmForm,
    PauseForm,
    ReopenForm,
    ResolveForm,
    RespondForm,
    SendForm,
    WhyForm,
)
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.models import Complaint
from twintrack.sales.complaints.replies import LANGUAGES, reply_of
from twintrack.sales.complaints.shown import show
from twintrack.sales.complaints.views.mailing import BESIDE, MailPart, mail_part
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.ui.dialogs import is_dialog, leave_for, render_form
from twintrack.ui.fields import key_of
from twintrack.ui.toasts import close_modal, tell, toast

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
        "sendings": queries.list_sendings(complaint),
        "may_answer": may(request.user, Act.ANSWER_COMPLAINTS),
        "can_mail": can_mail(),
    }


def _found(request: Request, number: str) -> Complaint:
    check_may(request.user, Act.ANSWER_COMPLAINTS)
    return queries.get_complaint(number, for_user=request.user)


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _act(
    request: Request,
    what: str,
    complaint: Complaint,
    form: forms.Form,
    perform: Perform,
    *,
    mail: MailPart | None = None,
    **shown: Any,
) -> HttpResponse:
    """Show a form, or do what it asks for and go back to the feedback."""
    is_ready = mail is None or mail.is_ready
    if request.method == "POST" and form.is_valid() and is_ready:
        with attempt(form), attempt(mail.form, BESIDE) if mail else nullcontext():
            perform()
            return _done(request, complaint.feedback.number)
    shown |= {"what": what, "complaint": complaint, "templates": _templates(what), "mail": mail}
    answer = render_form(request, FORM, form, **shown)
    if mail is not None and mail.form.errors:
        answer.status_code = 422
    return answer


def _done(request: Request, number: str) -> HttpResponse:
    """Go back to the feedback; over that very page only the dialog goes, and its parts change."""
    home = reverse("feedback-detail", args=[number])
    seen = (request.htmx.current_url_abs_path or "").partition("?")[0]
    if request.htmx and (seen == home or not is_dialog(request)):
        return tell(close_modal(HttpResponse(status=204)), "feedback-changed", {})
    return leave_for(request, home)


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
    mail = mail_part(request, complaint, Purpose.RESPONSE)

    def perform() -> None:
        said = form.cleaned_data
        operations.respond(
            complaint=complaint,
            reply=said["reply"],
            why=said.get("why", ""),
            mail=mail.asked if mail else None,
            **_who(request),
        )

    return _act(request, "response", complaint, form, perform, mail=mail)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_mail(request: Request, number: str) -> HttpResponse:
    """Send what the customer was told by e-mail, or send again what failed."""
    complaint = _found(request, number)
    pk = key_of(request.GET.get("again", ""))
    former = queries.get_sending(complaint, pk) if pk else None
    purpose = former.purpose if former else Purpose.RESPONSE
    form = SendForm(request.POST or None)
    mail = mail_part(request, complaint, purpose, former=former, what="mail")

    def perform() -> None:
        asked = mail.asked if mail else None
        if asked is None:
            raise operations.NoMailsLeave
        operations.mail_reply(complaint=complaint, mail=asked, again=former, **_who(request))

    told = former.message if former else complaint.reply
    return _act(request, "mail", complaint, form, perform, mail=mail, told=told)


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
    if not request.htmx:
        with pressed(request):
            operations.resume(complaint=complaint, **_who(request))
        return redirect("feedback-detail", number)
    try:
        operations.resume(complaint=complaint, **_who(request))
    except NotAllowed:
        raise
    except Refusal as refusal:
        return toast(HttpResponse(status=refusal.status), refusal.message, tone="bad")
    return _done(request, number)


@login_required
@require_http_methods(["GET", "POST"])
def complaint_ask(request: Request, number: str) -> HttpResponse:
    complaint = _found(request, number)
    initial = {"reply": _begun(request, complaint, Purpose.CONFIRMATION)}
    form = AskForm(request.POST or None, initial=initial)
    mail = mail_part(request, complaint, Purpose.CONFIRMATION)

    def perform() -> None:
        operations.ask_to_confirm(
            complaint=complaint,
            text=form.cleaned_data["reply"],
            mail=mail.asked if mail else None,
            **_who(request),
        )

    return _act(request, "asking", complaint, form, perform, mail=mail)


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
    """Fill in a reply template, to be edited before it is sent; its mail speaks its language."""
    complaint = _found(request, number)
    pk, _hyphen, language = request.GET.get("template", "").partition("-")
    template = queries.get_template(key_of(pk) or 0, for_user=request.user)
    asks = RespondForm if template.purpose == Purpose.RESPONSE else AskForm
    form = asks(initial={"reply": reply_of(template, complaint, language=language)})
    spoken = "en" if language == "en" else "zh-hans"
    mail = mail_part(request, complaint, template.purpose, typed=request.GET, language=spoken)
    return render(request, f"{FORM}#reply", {"form": form, "complaint": complaint, "mail": mail})
