"""Do what a form asks for; what is refused is said beside the field that it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms

from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.ui.edits import EditForm

# From the refusals that an operation may raise to the fields that they are about.
Beside = Mapping[type[Refusal], str]


def accepted(form: forms.Form, act: Callable[[], object], *, beside: Beside | None = None) -> bool:
    """
    Run an operation for a form that is valid, and say whether it was done.

    An edit that somebody else came before shows both versions. A refusal of no kind named in
    `beside` is raised on, as is every refusal to whom the act is not allowed.
    """
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleEdit) and isinstance(form, EditForm):
            form.show_both(refusal.field, refusal.current)
            return False
        fields = [field for kind, field in (beside or {}).items() if isinstance(refusal, kind)]
        if not fields:
            raise
        form.add_error(fields[0], str(refusal.message))
        return False
    return True
