"""Write private notes, change them, say who may read them, remove them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.private_notes.events import (
    PrivateNoteChanged,
    PrivateNoteRemoved,
    PrivateNoteWritten,
)
from twintrack.sales.private_notes.models import LONGEST, PrivateNote

CHANGEABLE = frozenset({"text", "contact", "readers"})


class NoteImpossible(Refusal):
    """A note says something, of a person who works there."""

    message = _("Write something, at most 4,000 characters; a contact must work at this customer.")
    status = 422


class ReaderUnfit(Refusal):
    """Somebody was named who has nothing to do with customers."""

    message = _("Only colleagues who look after customers can be named.")
    status = 422


def _check(text: str, contact: Contact | None, customer_id: int) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise NoteImpossible
    if contact is not None and contact.customer_id != customer_id:
        raise NoteImpossible


def _check_readers(readers: Collection[User]) -> None:
    if not all(may(each, Act.MANAGE_CUSTOMERS) for each in readers):
        raise ReaderUnfit


def _held(note: PrivateNote, by: User) -> PrivateNote:
    note = PrivateNote.objects.select_for_update(no_key=True).get(pk=note.pk)
    if note.author_id != by.pk:
        raise NotAllowed
    return note


@transaction.atomic
def write(
    *,
    customer: Customer,
    text: str,
    contact: Contact | None = None,
    readers: Collection[User] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PrivateNote:
    """
    Note something on a customer that nobody reads but the author, and who is named.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NoteImpossible: if it says nothing, or of somebody who works elsewhere.
    :raises ReaderUnfit: if somebody is named who has nothing to do with customers.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    _check(text, contact, customer.pk)
    _check_readers(readers)
    note: PrivateNote = PrivateNote.objects.create(
        customer=customer, contact=contact, author=by, text=text.strip(), written_at=at
    )
    note.readers.set(readers)
    record(PrivateNoteWritten(note_id=note.pk), about=note, by=by, at=at, caused_by=caused_by)
    return note


@transaction.atomic
def change(
    *,
    note: PrivateNote,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PrivateNote:
    """
    Change one's note, of whom it is, or who may read it; `before` is what one saw.

    :raises NotAllowed: if somebody else wrote it.
    :raises StaleEdit: if it was changed in between.
    :raises NoteImpossible: if it would say nothing, or of somebody who works elsewhere.
    :raises ReaderUnfit: if somebody is named who has nothing to do with customers.
    """
    note = _held(note, by)
    readers = set(note.readers.all())
    current = {"text": note.text, "contact": note.contact, "readers": readers}
    to = changes_to_make(
        current=current,
        before=_as_kept(before),
        values=_as_kept({name: each for name, each in values.items() if name in CHANGEABLE}),
    )
    if not to:
        return note
    _check(to.get("text", note.text), to.get("contact", note.contact), note.customer_id)
    _check_readers(to.get("readers", ()))
    for name in to.keys() - {"readers"}:
        setattr(note, name, to[name])
    note.changed_at = at
    note.save(update_fields=["text", "contact", "changed_at"])
    note.readers.set(to.get("readers", readers))
    event = PrivateNoteChanged(note_id=note.pk, fields=sorted(to))
    record(event, about=note, by=by, at=at, caused_by=caused_by)
    return note


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: set(each) if name == "readers" else each for name, each in values.items()}


@transaction.atomic
def remove(
    *, note: PrivateNote, by: User, at: datetime, caused_by: Entry | None = None
) -> PrivateNote:
    """
    Remove one's note with its words; asked again, nothing changes.

    :raises NotAllowed: if somebody else wrote it.
    """
    note = _held(note, by)
    if note.removed_at is not None:
        return note
    note.text, note.contact, note.removed_at = "", None, at
    note.save(update_fields=["text", "contact", "removed_at"])
    note.readers.clear()
    record(PrivateNoteRemoved(note_id=note.pk), about=note, by=by, at=at, caused_by=caused_by)
    return note
