"""What happens to feedback when who looks after it leaves."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations, queries
from twintrack.sales.feedback.models import Feedback

leavers = Subscriber("feedback.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open feedback over."""

    def give(row: Feedback, to: User) -> None:
        operations.assign(
            feedback=row,
            owner=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
