"""What persons at customers said of being reached, in the REST API."""

from datetime import date
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Page, PersonOut
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.api.customers import router
from twintrack.sales.customers.models import Consent, ConsentChannel, ConsentState, ConsentWay
from twintrack.sales.customers.operations import ConsentSaid
from twintrack.sales.customers.shapes import ConsentOut
from twintrack.ui.paging import KeyPage, key_page


class NotedConsentOut(ConsentOut):
    noted_by: PersonOut


class ConsentBody(Body):
    channel: Annotated[str, OneOf(ConsentChannel)]
    state: Annotated[str, OneOf(ConsentState)]
    on: date
    way: Annotated[str, OneOf(ConsentWay)]


@router.get(
    "/customers/{number}/contacts/{pk}/consents",
    response=Page[NotedConsentOut],
    summary=_("List what a person said of being reached"),
)
def list_consents(
    request: ApiRequest, number: str, pk: Key, after: str = "", limit: Limit = 50
) -> KeyPage[Consent]:
    """Of a channel the first one counts; what was said before is kept."""
    contact = queries.get_contact(queries.get_customer(number, for_user=request.user), pk)
    rows = queries.list_consents(contact)
    return key_page(rows, order=("-on", "-pk"), after=after, size=limit)


@router.post(
    "/customers/{number}/contacts/{pk}/consents",
    response={201: NotedConsentOut},
    summary=_("Note that a person may be reached on a channel, or may not any more"),
)
def note_consent(request: ApiRequest, number: str, pk: Key, body: ConsentBody) -> Consent:
    contact = queries.get_contact(queries.get_customer(number, for_user=request.user), pk)
    return operations.note_consent(
        contact=contact,
        said=ConsentSaid(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )
