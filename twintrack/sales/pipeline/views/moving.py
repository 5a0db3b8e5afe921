"""Moves of opportunities: by card, by press, and with what a stage asks for."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.queries import newest_entry
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.criteria import ask_for
from twintrack.sales.pipeline.lifecycle import CLOSED, Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.models.stages import open_stages, stage_label
from twintrack.sales.pipeline.moving_forms import PlaceForm, StageForm
from twintrack.sales.pipeline.views.detail import moved_meanwhile
from twintrack.ui.dialogs import is_dialog
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast
from twintrack.ui.undoing import UndoForm, undo_address

PAGE = "pipeline/opportunity_stage.html"
# The pages on which a card that was dropped there goes on.
ENDS = {Stage.WON.value: "opportunity-won", Stage.LOST.value: "opportunity-lost"}


@login_required
@require_POST
def card_move(request: Request) -> HttpResponse:
    """A card was put into a column; what the stage misses is asked for in a dialog."""
    form = PlaceForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(operations.StageNotOpen())
    opportunity: Opportunity = form.cleaned_data["pk"]
    to, before = form.cleaned_data["col"], form.cleaned_data["revision"]
    if to in CLOSED:
        check_may(request.user, Act.MANAGE_OPPORTUNITIES)
        return _open(reverse(ENDS[to], args=[opportunity.number]))
    return _move(request, opportunity, before=before, to=to)


def _move(request: Request, opportunity: Opportunity, *, before: str, to: str) -> HttpResponse:
    try:
        moved = operations.advance(
            opportunity=opportunity, before=before, to=to, by=request.user, at=timezone.now()
        )
    except operations.CriteriaMissing:
        return _open(_address(opportunity, to))
    except StaleEdit as refusal:
        return changed(refused(moved_meanwhile(refusal), otherwise=409))
    except Refusal as refusal:
        return refused(refusal)
    return _done(moved, by=request.user)


def _open(url: str) -> HttpResponse:
    """Put the card back and open a dialog, from which it goes on."""
    return tell(HttpResponse(status=409), "modal-open", {"url": url})


def _address(opportunity: Opportunity, to: str) -> str:
    return f"{reverse('opportunity-stage', args=[opportunity.number])}?{urlencode({'to': to})}"


def changed(answer: HttpResponse) -> HttpResponse:
    """Let the regions of the page that show opportunities ask for themselves at once."""
    return tell(answer, "opportunities-changed", {})


def _done(opportunity: Opportunity, *, by: User) -> HttpResponse:
    return changed(_told(HttpResponse(), _words(opportunity), opportunity, by=by))


def _words(opportunity: Opportunity) -> str:
    return _("%(number)s: %(stage)s") % {
        "number": opportunity.number,
        "stage": opportunity.get_stage_display(),
    }


def _told(
    answer: HttpResponse, text: str | Promise, opportunity: Opportunity, *, by: User
) -> HttpResponse:
    entry = newest_entry(opportunity, by=by)
    return toast(answer, text, undo_url=_undo_url([entry.pk] if entry else []))


def _undo_url(entries: Sequence[int]) -> str:
    return undo_address("opportunity-undo", entries)


@login_required
@require_POST
def opportunity_undo(request: Request) -> HttpResponse:
    form = UndoForm(request.GET)
    if not form.is_valid():
        return refused(NotThere())
    try:
        back = operations.undo_move(**form.cleaned_data, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(refusal)
    text = _("%(number)s is back where it was") % {"number": back.number}
    return changed(toast(HttpResponse(), text))


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_stage(request: Request, number: str) -> HttpResponse:
    """Ask for what a stage misses, and move."""
    opportunity = queries.get_opportunity(number, for_user=request.user)
    if request.method == "POST":
        return _moved(request, opportunity)
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    to = request.GET.get("to", "")
    if to not in [each.code for each in open_stages()] or to == opportunity.stage:
        raise NotThere
    form = StageForm(initial={"to": to}, opportunity=opportunity, user=request.user)
    return _ask(request, opportunity, form, to)


def _ask(
    request: Request, opportunity: Opportunity, form: StageForm, to: str, *, status: int = 200
) -> HttpResponse:
    asked = ask_for(opportunity, to=to, on=timezone.localdate())
    form.narrow(asked)
    shown = {
        "opportunity": opportunity,
        "form": form,
        "asked": asked,
        "to": stage_label(to),
        "may_go_anyway": "anyway" in form.fields,
    }
    name = f"{PAGE}#dialog" if is_dialog(request) else PAGE
    return render(request, name, shown, status=status)


def _moved(request: Request, opportunity: Opportunity) -> HttpResponse:
    form = StageForm(request.POST, opportunity=opportunity, user=request.user)
    # The dialog sends back what it showed; a press on a stage sends the stage alone.
    was_asked = "asked" in request.POST
    to = request.POST.get("to", "")
    if not form.is_valid():
        if was_asked and to in [each.code for each in open_stages()]:
            return _ask(request, opportunity, form, to, status=422)
        return _refuse(request, opportunity, operations.StageNotOpen())
    try:
        moved = operations.advance(
            opportunity=opportunity,
            before=form.cleaned_data["before"],
            to=to,
            given=form.given(),
            anyway=form.cleaned_data["anyway"],
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _unmoved(request, opportunity, form, refusal, was_asked=was_asked)
    if is_dialog(request):
        return close_modal(_done(moved, by=request.user))
    if request.htmx:
        return _done(moved, by=request.user)
    return redirect("opportunity-detail", opportunity.number)


def _unmoved(
    request: Request,
    opportunity: Opportunity,
    form: StageForm,
    refusal: Refusal,
    *,
    was_asked: bool,
) -> HttpResponse:
    to = form.cleaned_data["to"]
    if was_asked and not isinstance(refusal, StaleEdit):
        form.add_error(None, str(refusal.message))
        return _ask(request, opportunity, form, to, status=422)
    if isinstance(refusal, operations.CriteriaMissing):
        url = _address(opportunity, to)
        return _open(url) if request.htmx else redirect(url)
    return _refuse(request, opportunity, refusal)


def _refuse(request: Request, opportunity: Opportunity, refusal: Refusal) -> HttpResponse:
    said = moved_meanwhile(refusal) if isinstance(refusal, StaleEdit) else refusal.message
    if request.htmx:
        return changed(refused(said, otherwise=refusal.status))
    keep_toast(request, said, tone="bad")
    return redirect("opportunity-detail", opportunity.number)
