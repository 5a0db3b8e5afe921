"""Which private notes a person may read."""

from __future__ import annotations

from django.db.models import QuerySet

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import SALES, Role
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.private_notes.models import PrivateNote


def list_notes(customer: Customer, *, for_user: User) -> QuerySet[PrivateNote]:
    """List the notes on a customer that the person may read, the newest first."""
    notes: QuerySet[PrivateNote] = PrivateNote.objects.visible_to(for_user)
    notes = notes.filter(customer=customer).select_related("author", "contact")
    return notes.prefetch_related("readers").order_by("-written_at", "-pk")


def get_note(customer: Customer, pk: int, *, for_user: User) -> PrivateNote:
    """
    Find a note on a customer.

    :raises NotThere: if there is none, or the person may not read it.
    """
    found = list_notes(customer, for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_readers(author: User) -> QuerySet[User]:
    """List the colleagues who may be named to read a note."""
    return list_people(roles=SALES | {Role.EXECUTIVE}).exclude(pk=author.pk)
