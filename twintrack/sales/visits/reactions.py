"""What happens to visits when somebody leaves."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.people.models import User
from twintrack.sales.visits import operations, queries
from twintrack.sales.visits.models import Visit

leavers = Subscriber("visits.leavers")


@leavers.on(UserDeactivated)
def hand_over_visits(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's planned visits over, and those whose note is still owed."""

    def give(row: Visit, to: User) -> None:
        operations.change(
            visit=row,
            before={"owner": leaver},
            values={"owner": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
