"""What is done to feedback from the inbox: one or many at once, each with its undo."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.feedback import inbox, operations, queries
from twintrack.sales.feedback.lifecycle import Route
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.triage_forms import (
    AnswerForm,
    BulkForm,
    ClassForm,
    DuplicateForm,
    OwnerForm,
)
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast

ANSWER = "feedback/feedback_answer.html"
DUPLICATE = "feedback/feedback_duplicate.html"
# Where the inbox goes: to the next one, to the same one shown anew, or back to what was done.
NEXT, SAME, BACK = "inbox-done", "inbox-changed", "inbox-back"


def _done(request: Request, feedback: Feedback, text: str, undo: str, then: str) -> HttpResponse:
    """Tell that it is done; `then` says where the inbox goes."""
    undo_url = reverse(undo, args=[feedback.number]) if undo else ""
    if not request.htmx:
        keep_toast(request, text, undo_url)
        return redirect("feedback-detail", feedback.number)
    answer = toast(HttpResponse(status=200), text, undo_url)
    answer = close_modal(answer) if is_dialog(request) else answer
    return tell(answer, then, {"pk": str(feedback.pk)})


def _refused(request: Request, feedback: Feedback, refusal: Refusal) -> HttpResponse:
    if not request.htmx:
        keep_toast(request, refusal.message, tone="bad")
        return redirect("feedback-detail", feedback.number)
    return toast(HttpResponse(status=refusal.status), refusal.message, tone="bad")


def _do(
    request: Request,
    number: str,
    act: Callable[[Feedback], Feedback],
    text: str,
    undo: str = "",
    *,
    then: str = NEXT,
) -> HttpResponse:
    feedback = queries.get_feedback(number, for_user=request.user)
    try:
        feedback = act(feedback)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, feedback, refusal)
    return _done(request, feedback, text % {"number": feedback.number}, undo, then)


@login_required
@require_POST
def feedback_triage(request: Request, number: str) -> HttpResponse:
    """Send feedback to R&D, or say that it is right there."""
    is_there = queries.get_feedback(number, for_user=request.user).is_with_rnd
    text = _("%(number)s is confirmed.") if is_there else _("%(number)s goes to R&D.")

    def act(feedback: Feedback) -> Feedback:
        return operations.triage(
            feedback=feedback, route=Route.RND, by=request.user, at=timezone.now()
        )

    return _do(request, number, act, text, "feedback-triage-undo")


@login_required
@require_POST
def feedback_triage_undo(request: Request, number: str) -> HttpResponse:
    def act(feedback: Feedback) -> Feedback:
        return operations.undo_triage(feedback=feedback, by=request.user, at=timezone.now())

    return _do(request, number, act, _("%(number)s waits for triage again."), then=BACK)


@login_required
@require_http_methods(["GET", "POST"])
def feedback_answer(request: Request, number: str) -> HttpResponse:
    """Answer feedback without R&D."""
    check_may(request.user, Act.TRIAGE_FEEDBACK)
    feedback = queries.get_feedback(number, for_user=request.user)
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render_form(request, ANSWER, form, feedback=feedback)

    def act(feedback: Feedback) -> Feedback:
        note = form.cleaned_data["note"]
        return operations.triage(
            feedback=feedback, route=Route.ANSWER, note=note, by=request.user, at=timezone.now()
        )

    return _do(request, number, act, _("%(number)s is answered."), "feedback-triage-undo")


@login_required
@require_http_methods(["GET", "POST"])
def feedback_duplicate(request: Request, number: str) -> HttpResponse:
    """Mark feedback as repeating another one."""
    check_may(request.user, Act.TRIAGE_FEEDBACK)
    feedback = queries.get_feedback(number, for_user=request.user)
    form = DuplicateForm(request.POST or None, user=request.user, feedback=feedback)
    if request.method != "POST" or not form.is_valid():
        similar = inbox.find_similar(feedback, for_user=request.user)
        return render_form(request, DUPLICATE, form, feedback=feedback, similar=similar)

    def act(feedback: Feedback) -> Feedback:
        original = form.cleaned_data["original"]
        return operations.mark_duplicate(
            feedback=feedback, original=original, by=request.user, at=timezone.now()
        )

    text = _("%(number)s is marked as a duplicate.")
    return _do(request, number, act, text, "feedback-duplicate-undo")


@login_required
@require_POST
def feedback_duplicate_undo(request: Request, number: str) -> HttpResponse:
    def act(feedback: Feedback) -> Feedback:
        return operations.undo_duplicate(feedback=feedback, by=request.user, at=timezone.now())

    return _do(request, number, act, _("%(number)s stands for itself again."), then=BACK)


@login_required
@require_POST
def feedback_withdrawal(request: Request, number: str) -> HttpResponse:
    """Take feedback back."""

    def act(feedback: Feedback) -> Feedback:
        reason = request.POST.get("reason", "")
        return operations.withdraw(
            feedback=feedback, reason=reason, by=request.user, at=timezone.now()
        )

    return _do(request, number, act, _("%(number)s is withdrawn."), "feedback-withdrawal-undo")


@login_required
@require_POST
def feedback_withdrawal_undo(request: Request, number: str) -> HttpResponse:
    def act(feedback: Feedback) -> Feedback:
        return operations.restore(feedback=feedback, by=request.user, at=timezone.now())

    return _do(request, number, act, _("%(number)s counts again."), then=BACK)


@login_required
@require_POST
def feedback_class(request: Request, number: str) -> HttpResponse:
    """Say of which severity or kind feedback is."""
    form = ClassForm(request.POST)
    changes = form.changes() if form.is_valid() else {}
    feedback = queries.get_feedback(number, for_user=request.user)
    before = {field: str(getattr(feedback, field)) for field in changes}

    def act(feedback: Feedback) -> Feedback:
        return operations.reclassify(
            feedback=feedback, changes=changes, before=before, by=request.user, at=timezone.now()
        )

    return _do(request, number, act, _("%(number)s is classified."), then=SAME)


@login_required
@require_POST
def feedback_owner(request: Request, number: str) -> HttpResponse:
    """Say who looks after feedback."""
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return redirect("feedback-detail", number)

    def act(feedback: Feedback) -> Feedback:
        owner = form.cleaned_data["owner"]
        return operations.assign(feedback=feedback, owner=owner, by=request.user, at=timezone.now())

    return _do(request, number, act, _("%(number)s has another owner."), then=SAME)


@login_required
@require_POST
def feedback_bulk(request: Request) -> HttpResponse:
    """Do the same to all rows that were chosen."""
    form = BulkForm(request.POST, user=request.user)
    if not form.is_valid():
        return toast(HttpResponse(status=422), _("Choose at least one row."), tone="bad")
    chosen = list(form.cleaned_data["pk"])
    try:
        text, undo_url = _bulk(request, form, chosen)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return toast(HttpResponse(status=refusal.status), refusal.message, tone="bad")
    if not request.htmx:
        keep_toast(request, text, undo_url)
        return redirect("feedback-list")
    return tell(toast(HttpResponse(), text, undo_url), NEXT, {"pk": ""})


def _bulk(request: Request, form: BulkForm, chosen: Sequence[Feedback]) -> tuple[str, str]:
    by, at, act = request.user, timezone.now(), form.cleaned_data["act"]
    count = len(chosen)
    pks = urlencode([("pk", each.pk) for each in chosen])
    undo_url = f"{reverse('feedback-bulk-undo')}?act={act}&{pks}"
    if act == "rnd":
        operations.triage_all(feedback=chosen, route=Route.RND, by=by, at=at)
        text = ngettext("%(n)d goes to R&D.", "%(n)d go to R&D.", count)
    elif act == "withdraw":
        operations.withdraw_all(feedback=chosen, by=by, at=at)
        text = ngettext("%(n)d is withdrawn.", "%(n)d are withdrawn.", count)
    elif act == "assign" and form.cleaned_data["owner"]:
        operations.assign_all(feedback=chosen, owner=form.cleaned_data["owner"], by=by, at=at)
        text = ngettext("%(n)d has another owner.", "%(n)d have another owner.", count)
    else:
        operations.reclassify_all(feedback=chosen, changes=form.changes(), by=by, at=at)
        text = ngettext("%(n)d is classified.", "%(n)d are classified.", count)
    return text % {"n": count}, undo_url if act in {"rnd", "withdraw"} else ""


@login_required
@require_POST
def feedback_bulk_undo(request: Request) -> HttpResponse:
    """Take back what was done to several."""
    form = BulkForm(request.GET, user=request.user)
    if not form.is_valid():
        return redirect("feedback-list")
    chosen, by, at = list(form.cleaned_data["pk"]), request.user, timezone.now()
    try:
        if form.cleaned_data["act"] == "withdraw":
            operations.restore_all(feedback=chosen, by=by, at=at)
        else:
            operations.undo_triage_all(feedback=chosen, by=by, at=at)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return toast(HttpResponse(status=refusal.status), refusal.message, tone="bad")
    answer = HttpResponse() if request.htmx else redirect("feedback-list")
    return toast(answer, _("Taken back."))
