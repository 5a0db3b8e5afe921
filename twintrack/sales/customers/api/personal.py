"""What is known of persons at customers, in the REST API: given out, and erased."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.api.customers import ContactOut, router
from twintrack.sales.customers.models import Contact


class PersonErasureBody(Body):
    typed: str = Field(max_length=80, description="The person's name, as it is written")
    reason: str = Field(min_length=1, max_length=300)
    everywhere: bool = Field(
        default=False, description="Also where somebody else of the same name may be meant"
    )


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
