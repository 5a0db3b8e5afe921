"""What one does with a visit: move it, check in, note it, call it off, and take that back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.queries import newest_entry
from twintrack.foundation.people.http import Request
from twintrack.sales.pipeline.operations import StepHalf
from twintrack.sales.visits import operations, queries
from twintrack.sales.visits.forms import MoveForm, PlaceForm, PositionForm, ReasonForm
from twintrack.sales.visits.lifecycle import VisitState
from twintrack.sales.visits.models import NoteTemplate, Visit
from twintrack.sales.visits.note_forms import NoteForm
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.fields import key_of
from twintrack.ui.templatetags.ui import moment_text
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast
from twintrack.ui.undoing import UndoForm, undo_address


def _changed(answer: HttpResponse) -> HttpResponse:
    """Let the regions of the page that show visits ask for themselves at once."""
    return tell(answer, "visits-changed", {})


def _done(request: Request, visit: Visit, text: str, *, undo: bool = True) -> HttpResponse:
    entry = newest_entry(visit, by=request.user) if undo else None
    undo_url = undo_address("visit-undo", [entry.pk] if entry else [])
    if not request.htmx:
        keep_toast(request, text, undo_url)
        return redirect("visit-detail", visit.number)
    answer = toast(HttpResponse(), text, undo_url=undo_url)
    return _changed(close_modal(answer) if is_dialog(request) else answer)


def _refused(request: Request, visit: Visit, refusal: Refusal) -> HttpResponse:
    if request.htmx:
        return _changed(refused(refusal))
    keep_toast(request, refusal.message, tone="bad")
    return redirect("visit-detail", visit.number)


def _moved_to(visit: Visit) -> str:
    return _("%(number)s: %(time)s") % {
        "number": visit.number,
        "time": moment_text(visit.starts_at),
    }


@login_required
@require_POST
def card_move(request: Request) -> HttpResponse:
    """A card was put into another day: the same time of day there."""
    form = PlaceForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(NotThere())
    visit: Visit = form.cleaned_data["pk"]
    return _try(
        request,
        visit,
        lambda: operations.move(
            visit=visit,
            before=form.cleaned_data["revision"],
            starts_at=form.begins,
            ends_at=form.ends,
            by=request.user,
            at=timezone.now(),
        ),
        _moved_to,
    )


def _try(
    request: Request, visit: Visit, act: Callable[[], Visit], words: Callable[[Visit], str]
) -> HttpResponse:
    try:
        done = act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, visit, refusal)
    return _done(request, done, words(done))


@login_required
@require_http_methods(["GET", "POST"])
def visit_move(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_VISITS)
    visit = queries.get_visit(number, for_user=request.user)
    form = MoveForm(request.POST or None, visit=visit)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {Refusal: "starts_at"}):
            moved = operations.move(
                visit=visit,
                before=form.cleaned_data["before"],
                starts_at=form.begins,
                ends_at=form.ends,
                by=request.user,
                at=timezone.now(),
            )
            return _done(request, moved, _moved_to(moved))
    return render_form(request, "visits/visit_move.html", form, visit=visit)


@login_required
@require_POST
def visit_check_in(request: Request, number: str) -> HttpResponse:
    """Check in; a position that makes no sense is left out rather than in the way."""
    visit = queries.get_visit(number, for_user=request.user)
    form = PositionForm(request.POST)
    where = None
    if form.is_valid() and None not in form.cleaned_data.values():
        where = (form.cleaned_data["latitude"], form.cleaned_data["longitude"])
    return _try(
        request,
        visit,
        lambda: operations.check_in(
            visit=visit, position=where, by=request.user, at=timezone.now()
        ),
        lambda done: _("%(number)s: checked in") % {"number": done.number},
    )


@login_required
@require_http_methods(["GET", "POST"])
def visit_note(request: Request, number: str) -> HttpResponse:
    """Write the note by a template; with it the visit is done."""
    check_may(request.user, Act.MANAGE_VISITS)
    visit = queries.get_visit(number, for_user=request.user)
    templates = queries.list_templates(is_active=True)
    template = _template(request, visit, templates)
    form = NoteForm(request.POST or None, visit=visit, template=template)
    if request.method == "POST" and form.is_valid():
        write = operations.rewrite if visit.state == VisitState.DONE else operations.finish
        with attempt(form, {StepHalf: "next_step_on", Refusal: None}):
            done = write(visit=visit, noted=form.noted(), by=request.user, at=timezone.now())
            text = _("%(number)s is noted") % {"number": done.number}
            return _done(request, done, text, undo=False)
    shown = {"visit": visit, "templates": templates, "chosen": template}
    return render_form(request, "visits/visit_note.html", form, **shown)


def _template(request: Request, visit: Visit, templates: list[NoteTemplate]) -> NoteTemplate:
    """Take the template that was chosen, else the one it was written by, else the usual one."""
    pk = key_of(request.GET.get("template", "")) or visit.template_id
    chosen = [each for each in templates if each.pk == pk] or templates
    if visit.template_id and pk == visit.template_id:
        return queries.get_template(visit.template_id)
    if not chosen:
        raise NotThere
    return chosen[0]


@login_required
@require_http_methods(["GET", "POST"])
def visit_cancel(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_VISITS)
    visit = queries.get_visit(number, for_user=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            done = operations.cancel(
                visit=visit,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return _done(request, done, _("%(number)s is cancelled") % {"number": done.number})
    return render_form(request, "visits/visit_cancel.html", form, visit=visit)


@login_required
@require_POST
def visit_undo(request: Request) -> HttpResponse:
    form = UndoForm(request.GET)
    if not form.is_valid():
        return refused(NotThere())
    try:
        back = operations.undo(**form.cleaned_data, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(refusal)
    text = _("%(number)s: taken back") % {"number": back.number}
    return _changed(toast(HttpResponse(), text))
