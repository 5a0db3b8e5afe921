"""What people type into private notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.queries import list_contacts
from twintrack.sales.private_notes.models import LONGEST, PrivateNote
from twintrack.sales.private_notes.queries import list_readers
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import ManyField


class PrivateNoteForm(EditForm):
    text = forms.CharField(
        label=_("Private note"), max_length=LONGEST, widget=forms.Textarea({"rows": 4})
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, empty_label="—"
    )
    readers = ManyField(
        label=_("Who may read it"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        customer: Customer,
        author: User,
        note: PrivateNote | None = None,
        **kwargs: Any,
    ) -> None:
        if note is not None:
            kwargs["initial"] = {
                "text": note.text,
                "contact": note.contact,
                "readers": list(note.readers.all()),
            }
        super().__init__(*args, **kwargs)
        contacts = list_contacts(customer).filter(erased_at=None)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["readers"].queryset = list_readers(author)  # type: ignore[attr-defined]
