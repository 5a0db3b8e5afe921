"""What people type about the head of papers."""

from __future__ import annotations

from typing import Any

from django.forms.models import fields_for_model

from twintrack.foundation.documents.models import Letterhead
from twintrack.foundation.documents.queries import FIELDS, letterhead_now
from twintrack.ui.edits import EditForm


class LetterheadForm(EditForm):
    """The head as the person sees it and as it is to become."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=letterhead_now(), **kwargs)
        self.fields.update(fields_for_model(Letterhead, FIELDS))
        for field in self.fields.values():
            field.show_hidden_initial = True
