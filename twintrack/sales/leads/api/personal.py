"""What is known of the persons of leads, in the REST API: given out, and erased."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body
from twintrack.foundation.privacy.shapes import PersonLooseEndsOut, Spelled, loose_ends
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.api.leads import LeadOut, router
from twintrack.sales.leads.models import Lead


class LeadErasureBody(Body):
    typed: str = Field(max_length=80, description="The person's name, as it is written")
    reason: str = Field(min_length=1, max_length=300)
    everywhere: bool = Field(
        default=False, description="Also where somebody else of the same name may be meant"
    )
    spellings: list[Spelled] = Field(
        default=[], max_length=100, description="Short forms to erase too, of those offered"
    )


@router.get(
    "/leads/{number}/loose-ends",
    response=PersonLooseEndsOut,
    summary=_("Read which short forms and files a lead's person may stand in"),
)
def list_lead_loose_ends(request: ApiRequest, number: str) -> dict[str, Any]:
    """List what an erasure leaves unless a person looks: tick short forms, read the files."""
    check_may(request.user, Act.PROTECT_PERSONS)
    return loose_ends(queries.get_lead(number, for_user=request.user), for_user=request.user)


@router.post(
    "/leads/{number}/personal-data",
    response=dict[str, Any],
    summary=_("Give out all that is known of a lead's person"),
)
def export_person(request: ApiRequest, number: str) -> dict[str, Any]:
    """Give it as far as you may see it; that it was given out stands in the ledger."""
    lead = queries.get_lead(number, for_user=request.user)
    return operations.export_person(lead=lead, by=request.user, at=timezone.now()).as_json()


@router.post(
    "/leads/{number}/erasure", response=LeadOut, summary=_("Erase a lead's person for good")
)
def erase_person(request: ApiRequest, number: str, body: LeadErasureBody) -> Lead:
    """Replace name, phone and e-mail wherever they stand, the ledger as well; never undone."""
    lead = queries.get_lead(number, for_user=request.user)
    return operations.erase_person(
        lead=lead, **body.model_dump(), by=request.user, at=timezone.now()
    )
