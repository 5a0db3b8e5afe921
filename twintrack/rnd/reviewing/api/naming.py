"""What addresses and bodies of review meetings name."""

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import INTERNAL
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import referring
from twintrack.foundation.people.models import User
from twintrack.rnd.reviewing import queries
from twintrack.rnd.reviewing.api.shapes import MeetingOut
from twintrack.rnd.reviewing.models import AgendaItem, Meeting


def meeting_of(request: ApiRequest, number: str) -> Meeting:
    """Find the meeting that an address names."""
    return queries.get_meeting(number, for_user=request.user)


def item_of(request: ApiRequest, number: str, pk: int) -> AgendaItem:
    """Find the item of an agenda that an address names."""
    return queries.get_item(meeting_of(request, number), pk, for_user=request.user)


def person_of(field: str, pk: int) -> User:
    """Find the person that a field of a body names."""
    with referring(field):
        return _internal([pk])[0]


def people_of(ids: list[int]) -> list[User]:
    """Find the people that a body names."""
    with referring("people"):
        return _internal(ids)


def _internal(ids: list[int]) -> list[User]:
    # Meetings are among colleagues: who is a guest neither comes nor has something to do.
    found = {each.pk: each for each in list_people(roles=INTERNAL).filter(pk__in=ids)}
    if set(found) != set(ids):
        raise NotThere
    return [found[each] for each in dict.fromkeys(ids)]


def minutes_of(request: ApiRequest, number: str) -> dict[str, object]:
    """Give a meeting with all that its minutes say."""
    meeting = meeting_of(request, number)
    facts = {name: getattr(meeting, name) for name in MeetingOut.model_fields}
    return facts | {
        "participants": list(queries.list_participants(meeting)),
        "items": list(queries.list_items(meeting, for_user=request.user)),
        "follow_ups": list(queries.list_follow_ups(meeting, for_user=request.user)),
    }
