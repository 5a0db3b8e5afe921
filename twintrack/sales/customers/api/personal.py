"""What is known of persons at customers, in the REST API: given out, and erased."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key
from twintrack.foundation.privacy.shapes import PersonLooseEndsOut, Spelled, loose_ends
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.api.customers import ContactOut, router
from twintrack.sales.customers.models import Contact


class PersonErasureBody(Body):
    typed: str = Field(max_length=80, description="The person's name, as it is written")
    reason: str = Field(min_length=1, max_length=300)
    everywhere: bool = Field(
        default=False, description="Also where somebody else of the same name may be meant"
    )
    spellings: list[Spelled] = Field(
        default=[], max_length=100, description="Short forms to erase too, of those offered"
    )


@router.get(
    "/customers/{number}/contacts/{pk}/loose-ends",
    response=PersonLooseEndsOut,
    summary=_("Read which short forms and files a person may stand in"),
)
def list_loose_ends(request: ApiRequest, number: str, pk: Key) -> dict[str, Any]:
    """List what an erasure leaves unless a person looks: tick short forms, read the files."""
    check_may(request.user, Act.PROTECT_PERSONS)
    customer = queries.get_customer(number, for_user=request.user)
    contact = queries.get_contact(customer, pk)
    return loose_ends(contact, customer, for_user=request.user)


@router.post(
    "/customers/{number}/contacts/{pk}/personal-data",
    response=dict[str, Any],
    summary=_("Give out all that is known of a person"),
)
def export_contact(request: ApiRequest, number: str, pk: Key) -> dict[str, Any]:
    """Give it as far as you may see it; that it was given out stands in the ledger."""
    contact = queries.get_contact(queries.get_customer(number, for_user=request.user), pk)
    dossier = operations.export_contact(contact=contact, by=request.user, at=timezone.now())
    return dossier.as_json()


@router.post(
    "/customers/{number}/contacts/{pk}/erasure",
    response=ContactOut,
    summary=_("Erase a person for good"),
)
def erase_contact(request: ApiRequest, number: str, pk: Key, body: PersonErasureBody) -> Contact:
    """Replace name, phone and e-mail wherever they stand, the ledger as well; never undone."""
    contact = queries.get_contact(queries.get_customer(number, for_user=request.user), pk)
    return operations.erase_contact(
        contact=contact, **body.model_dump(), by=request.user, at=timezone.now()
    )
