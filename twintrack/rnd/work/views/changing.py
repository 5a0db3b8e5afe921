"""Changes on lists and boards: cells, places, states, several at once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.refusals import NotThere, Refusal, StaleEdit
from twintrack.foundation.people.http import Request
from twintrack.rnd.work import operations
from twintrack.rnd.work.forms import BULK, ChangeForm, MoveForm, PlaceForm
from twintrack.rnd.work.inline import IN_ROWS, inline_of
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Outcome
from twintrack.rnd.work.queries import get_work_item, get_work_items
from twintrack.rnd.work.views.answering import changed, undo_url, with_undo
from twintrack.rnd.work.views.rows import Drawer
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.fields import keys_of
from twintrack.ui.inline import Inline, InlineForm
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast

BULK_PAGE = "work/work_item_bulk.html"


class Meanwhile(Refusal):
    """Somebody else moved the card first; the message says where to."""


@login_required
@require_http_methods(["GET", "POST"])
def work_item_cell(request: Request, number: str, code: str) -> HttpResponse:
    """A cell: as it is, as a form, or as both versions where two people changed it at once."""
    item = get_work_item(number, for_user=request.user)
    inline = inline_of(code, for_user=request.user) if code in IN_ROWS else None
    if inline is None:
        raise NotThere
    if request.GET.get("as") == "text":
        return _text(request, item, code)
    form = InlineForm(inline, item, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _save(request, item, code, inline, form)
    shown = {"form": form, "inline": inline, "code": code, "url": request.path}
    return render(request, "ui/_cell_form.html", shown, status=422 if form.errors else 200)


def _save(
    request: Request, item: WorkItem, code: str, inline: Inline[WorkItem], form: InlineForm
) -> HttpResponse:
    try:
        saved = form.save(inline, item, by=request.user, at=timezone.now())
    except StaleEdit as stale:
        return _both(request, item, code, inline, stale)
    except Refusal as refusal:
        return toast(_text(request, item, code, refusal.status), refusal.message, tone="bad")
    answer = _text(request, saved, code)
    if inline.read(saved) == inline.read(item):
        return answer
    text = _("%(number)s: %(field)s changed") % {"number": saved.number, "field": inline.label}
    return with_undo(answer, text, saved, by=request.user)


def _text(request: Request, item: WorkItem, code: str, status: int = 200) -> HttpResponse:
    return HttpResponse(Drawer(request.user).cell(item, code), status=status)


def _both(
    request: Request, item: WorkItem, code: str, inline: Inline[WorkItem], stale: StaleEdit
) -> HttpResponse:
    seen = {"before": stale.current, "value": stale.attempted}
    shown = {
        "form": InlineForm(inline, item, initial=seen),
        "reason": stale.message,
        "theirs": inline.words(stale.current),
        "mine": inline.words(stale.attempted),
        "url": request.path,
        "code": code,
    }
    return render(request, "ui/_cell_conflict.html", shown, status=409)


@login_required
@require_POST
def work_item_rank(request: Request) -> HttpResponse:
    form = PlaceForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(form.first_error)
    given = form.cleaned_data
    try:
        item = operations.reorder(
            item=given["pk"],
            after=given["after"],
            before=given["before"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return refused(refusal)
    text = _("%(number)s has its new place") % {"number": item.number}
    return changed(with_undo(HttpResponse(), text, item, by=request.user))


@login_required
@require_POST
def work_item_move(request: Request) -> HttpResponse:
    """A card was put into a column, or to another place in its own."""
    form = MoveForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(form.first_error)
    item, to = form.cleaned_data["pk"], form.cleaned_data["col"]
    beside: dict[str, Any] = {name: form.cleaned_data[name] for name in ("after", "before")}
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    seen = form.cleaned_data["revision"]
    try:
        if item.state == to and seen in ("", to):
            moved = operations.reorder(item=item, **beside, **who)
        else:
            moved = operations.move(item=item, to=to, seen=seen, **beside, **who)
    except StaleEdit as stale:
        return refused(Meanwhile(_moved_meanwhile(item, stale)))
    except Refusal as refusal:
        return refused(refusal)
    text = _("%(number)s: %(state)s") % {"number": moved.number, "state": to.label}
    return changed(with_undo(HttpResponse(), text, moved, by=request.user))


def _moved_meanwhile(item: WorkItem, stale: StaleEdit) -> str:
    return _("Somebody moved %(number)s to “%(state)s” in the meantime.") % {
        "number": item.number,
        "state": State(str(stale.current)).label,
    }


@login_required
@require_http_methods(["GET", "POST"])
def work_item_bulk(request: Request) -> HttpResponse:
    """One change for all work items that are selected."""
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("field", "")
    if code not in BULK:
        raise NotThere
    chosen = keys_of(given.getlist("pk"))
    items = get_work_items(chosen, for_user=request.user)
    form = ChangeForm(code, request.POST or None, user=request.user)
    shown: dict[str, Any] = {"items": items, "code": code, "form_body": "work/_bulk_fields.html"}
    if request.method == "POST" and form.is_valid():
        try:
            outcome = operations.change_many(
                items=items, change=form.change, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _told(request, form, outcome, shown)
    return render_form(request, BULK_PAGE, form, **shown)


def _told(
    request: Request, form: ChangeForm, outcome: Outcome, shown: dict[str, Any]
) -> HttpResponse:
    many = len(outcome.changed)
    text = ngettext("%(number)s is changed", "%(many)d work items are changed", many) % {
        "many": many,
        "number": outcome.changed[0].number if many else "",
    }
    undo = undo_url(outcome.entries)
    if outcome.refused:
        answer = render_form(request, BULK_PAGE, form, **shown, outcome=outcome, text=text)
    elif is_dialog(request):
        answer = tell(close_modal(HttpResponse()), "selection-done", {})
    else:
        keep_toast(request, text, undo_url=undo)
        return redirect("work-item-list")
    return changed(toast(answer, text, undo_url=undo)) if many else answer
