"""Who is told that leave was entered for them."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.events import LeaveChanged, LeaveEntered, LeaveWithdrawn

notices = Subscriber("scheduling.notices")


@notices.on(LeaveEntered, LeaveChanged, LeaveWithdrawn)
def tell_owner(event: LeaveEntered | LeaveChanged | LeaveWithdrawn, entry: Entry) -> None:
    """Tell a person of leave that somebody else entered, changed or withdrew for them."""
    if entry.actor_id == event.person_id:
        return
    person = User.objects.get(pk=event.person_id)
    notify(
        recipient=person,
        entry=entry,
        told_by="scheduling/leave",
        about=person,
        at=entry.happened_at,
    )
