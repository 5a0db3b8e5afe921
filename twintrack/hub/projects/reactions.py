"""What happens to projects when their owner leaves."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.people.models import User
from twintrack.hub.projects import operations, queries
from twintrack.hub.projects.models import Project

leavers = Subscriber("projects.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's projects over."""

    def give(row: Project, to: User) -> None:
        operations.hand_over(
            project=row,
            to=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
