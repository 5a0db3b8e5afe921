"""Do what a form or a button asks for, and say what is refused where one looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django import forms

from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.people.http import Request
from twintrack.ui.edits import EditForm
from twintrack.ui.toasts import keep_toast

# From the refusals that an operation may raise to the fields that they are about.
Beside = Mapping[type[Refusal], str | None]


@contextmanager
def attempt(form: forms.Form, beside: Beside | str | None = None) -> Iterator[None]:
    """
    Try what a valid form asks for and answer within; after it the form says why it was refused.

    `beside` is the field that every refusal is about, the whole form if there is none; or fields
    by the kinds of refusals, of which all others are raised on. An edit that somebody else came
    before shows both versions. That an act is not allowed at all is always raised on.
    """
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleEdit) and isinstance(form, EditForm):
            form.show_both(refusal.field, refusal.current)
            return
        kinds = beside if isinstance(beside, Mapping) else {Refusal: beside}
        fields = [field for kind, field in kinds.items() if isinstance(refusal, kind)]
        if not fields:
            raise
        form.add_error(fields[0], str(refusal.message))


@contextmanager
def pressed(request: Request) -> Iterator[None]:
    """
    Try what a button asks for within; a refusal is told on the page that follows.

    That an act is not allowed at all is always raised on.
    """
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
