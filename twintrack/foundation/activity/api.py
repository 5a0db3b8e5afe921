"""What happened, in the REST API: the ledger and the schemas of its events."""

from datetime import datetime
from typing import Annotated, Any

from annotated_types import Ge, Le
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.activity import queries
from twintrack.foundation.activity.queries import EntryPage
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Key, Limit, Out, PersonOut
from twintrack.foundation.ledger.events import all_events
from twintrack.foundation.ledger.models import Entry

router = make_router(tag="events", label=_("Events"))


class EventOut(Out):
    position: int = Field(alias="pk")
    kind: str
    about_kind: str
    about_id: int
    payload: dict[str, Any]
    actor: PersonOut
    happened_at: datetime
    caused_by: int | None = Field(alias="caused_by_id")

    @staticmethod
    def resolve_payload(entry: Entry, context: dict[str, Any]) -> dict[str, Any]:
        return queries.payload_for(entry, for_user=context["request"].user)


class EventsOut(Out):
    items: list[EventOut]
    next: int | None = Field(description="Send it as `after`; null at the newest")


class EventsOfObjectOut(Out):
    items: list[EventOut]


@router.get("/events", response=EventsOut, summary=_("Follow what happens, the oldest first"))
def list_events(
    request: ApiRequest, after: Key = 0, kind: str = "", limit: Limit = 50
) -> EntryPage:
    """
    Give what happened after a position of the ledger, as far as you may see it.

    Ask again with `next` until it is null, then with the position of the last event you have.
    A page may be empty and still have a `next`: what it skipped is not yours to see. Amounts
    are null where you may not see them.
    """
    return queries.list_entries(for_user=request.user, after=after, kind=kind, limit=limit)


@router.get("/events/schemas", response=dict[str, Any], summary=_("Read the schemas of all events"))
def event_schemas(request: ApiRequest) -> dict[str, Any]:
    """Give a JSON schema of the payload of each kind of event."""
    return {kind: event.schema() for kind, event in all_events().items()}


@router.get(
    "/activity/{kind}/{pk}",
    response=EventsOfObjectOut,
    summary=_("Read what happened to an object, the newest first"),
)
def list_activity(
    request: ApiRequest,
    *,
    kind: str,
    pk: Key,
    before: Key | None = None,
    limit: Annotated[int, Ge(1), Le(200)] = 30,
) -> dict[str, list[Entry]]:
    entries = queries.list_activity(
        kind=kind, pk=pk, for_user=request.user, before=before, limit=limit
    )
    return {"items": entries}
