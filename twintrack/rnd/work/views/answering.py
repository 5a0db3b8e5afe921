"""Answers to changes of work items: a message with undo, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.queries import newest_entry
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.rnd.work import operations
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.toasts import tell, toast
from twintrack.ui.undoing import UndoForm, undo_address


def changed(answer: HttpResponse) -> HttpResponse:
    """Let the regions of the page that show work ask for themselves at once."""
    return tell(answer, "work-changed", {})


def with_undo(
    answer: HttpResponse, text: str | Promise, item: WorkItem, *, by: User
) -> HttpResponse:
    """Tell what a person did last to a work item, with a button that takes it back."""
    entry = newest_entry(item, by=by)
    return toast(answer, text, undo_url=undo_url([entry] if entry else []))


def undo_url(entries: Sequence[Entry]) -> str:
    """Give the address that takes back what these ledger entries tell."""
    return undo_address("work-item-undo", [each.pk for each in entries])


@login_required
@require_POST
def work_item_undo(request: Request) -> HttpResponse:
    form = UndoForm(request.GET)
    if not form.is_valid():
        return refused(NotThere())
    try:
        restored = operations.undo(**form.cleaned_data, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(refusal)
    text = ngettext(
        "%(number)s is as it was before",
        "%(many)d work items are as they were before",
        len(restored),
    ) % {"number": restored[0].number, "many": len(restored)}
    return changed(toast(HttpResponse(), text))
