"""What happens to releases when their owner leaves."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.people.models import User
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.models import Release

leavers = Subscriber("releases.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open releases over."""

    def give(row: Release, to: User) -> None:
        operations.change_release(
            release=row,
            before={"owner": leaver},
            values={"owner": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
