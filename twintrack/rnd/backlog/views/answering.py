"""Answers to changes on the list and the board: a message with undo, or the reason why not."""

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
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.models import Requirement
from twintrack.ui.toasts import tell, toast
from twintrack.ui.undoing import UndoForm, undo_address


def changed(answer: HttpResponse) -> HttpResponse:
    """Let the regions of the page that show requirements ask for themselves at once."""
    return tell(answer, "requirements-changed", {})


def with_undo(
    answer: HttpResponse, text: str | Promise, requirement: Requirement, *, by: User
) -> HttpResponse:
    """Tell what a person did last to a requirement, with a button that takes it back."""
    entry = newest_entry(requirement, by=by)
    return toast(answer, text, undo_url=undo_url([entry] if entry else []))


def undo_url(entries: Sequence[Entry]) -> str:
    """Give the address that takes back what these ledger entries tell."""
    return undo_address("requirement-undo", [each.pk for each in entries])


@login_required
@require_POST
def requirement_undo(request: Request) -> HttpResponse:
    form = UndoForm(request.GET)
    if not form.is_valid():
        return refused(NotThere())
    try:
        restored = operations.undo(**form.cleaned_data, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(refusal)
    text = ngettext(
        "%(number)s is as it was", "%(many)d requirements are as they were", len(restored)
    ) % {"number": restored[0].number, "many": len(restored)}
    return changed(toast(HttpResponse(), text))
