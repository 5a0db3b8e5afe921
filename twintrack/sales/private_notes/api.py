"""Private notes in the REST API: one's own, and those one was named to read."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, Out, Page, PersonOut, referring
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.queries import get_contact, get_customer
from twintrack.sales.private_notes import operations, queries
from twintrack.sales.private_notes.models import LONGEST, PrivateNote
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="private notes", label=_("Private notes"))
People = Annotated[list[Key], Field(max_length=50)]


class PrivateNoteOut(Out):
    id: int
    text: str
    contact_id: int | None
    author: PersonOut
    readers: list[PersonOut]
    written_at: datetime
    changed_at: datetime | None


class PrivateNoteBody(Body):
    text: str = Field(min_length=1, max_length=LONGEST)
    contact_id: Key | None = None
    readers: People = Field(default=[], description="Ids of who may read it besides you")


class PrivateNoteFacts(Body):
    text: str | None = Field(default=None, min_length=1, max_length=LONGEST)
    readers: People | None = None


class PrivateNoteChangeBody(Body):
    before: PrivateNoteFacts = Field(description="What you saw of the fields you change")
    values: PrivateNoteFacts


def _people(ids: list[int]) -> list[User]:
    with referring("readers"):
        return [get_person(each) for each in ids]


def _contact(customer: Customer, pk: int | None) -> Contact | None:
    with referring("contact_id"):
        return get_contact(customer, pk) if pk else None


def _facts(said: PrivateNoteFacts) -> dict[str, object]:
    found: dict[str, object] = {} if said.text is None else {"text": said.text}
    return found if said.readers is None else found | {"readers": _people(said.readers)}


@router.get(
    "/customers/{number}/private-notes",
    response=Page[PrivateNoteOut],
    summary=_("List your private notes on a customer"),
)
def list_notes(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[PrivateNote]:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = get_customer(number, for_user=request.user)
    notes = queries.list_notes(customer, for_user=request.user)
    return key_page(notes, order=("-written_at", "-pk"), after=after, size=limit)


@router.post(
    "/customers/{number}/private-notes",
    response={201: PrivateNoteOut},
    summary=_("Write a private note on a customer"),
)
def write(request: ApiRequest, number: str, body: PrivateNoteBody) -> PrivateNote:
    customer = get_customer(number, for_user=request.user)
    return operations.write(
        customer=customer,
        text=body.text,
        contact=_contact(customer, body.contact_id),
        readers=_people(body.readers),
        by=request.user,
        at=timezone.now(),
    )


@router.patch(
    "/customers/{number}/private-notes/{pk}",
    response=PrivateNoteOut,
    summary=_("Change a private note"),
)
def change(request: ApiRequest, number: str, pk: Key, body: PrivateNoteChangeBody) -> PrivateNote:
    customer = get_customer(number, for_user=request.user)
    return operations.change(
        note=queries.get_note(customer, pk, for_user=request.user),
        before=_facts(body.before),
        values=_facts(body.values),
        by=request.user,
        at=timezone.now(),
    )


@router.delete(
    "/customers/{number}/private-notes/{pk}",
    response={204: None},
    summary=_("Remove a private note"),
)
def remove(request: ApiRequest, number: str, pk: Key) -> None:
    customer = get_customer(number, for_user=request.user)
    note = queries.get_note(customer, pk, for_user=request.user)
    operations.remove(note=note, by=request.user, at=timezone.now())
