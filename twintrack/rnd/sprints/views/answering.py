"""Answers to what is dropped on boards: a message with undo, or the reason why not."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.functional import Promise

from twintrack.foundation.access import answers
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.ledger.queries import newest_entries
from twintrack.foundation.people.models import User
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.toasts import tell, toast
from twintrack.ui.undoing import undo_address


def refused(reason: Refusal | str | Promise) -> HttpResponse:
    """Say why a card goes back to where it was; the board shows how it stands by now."""
    return changed(answers.refused(reason, otherwise=409))


def done(text: str, item: WorkItem, *, by: User, tone: str = "ok") -> HttpResponse:
    """Tell what was done, with a button that takes it back."""
    entries = newest_entries(item, by=by)
    undo = undo_address("work-item-undo", [each.pk for each in entries]) or None
    return changed(toast(HttpResponse(), text, undo_url=undo, tone=tone))


def changed(answer: HttpResponse) -> HttpResponse:
    """Let the regions of the page that show work ask for themselves at once."""
    return tell(answer, "work-changed", {})
