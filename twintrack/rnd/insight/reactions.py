"""What a new finding and a leaving owner mean."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.rnd.insight import operations, queries
from twintrack.rnd.insight.events import FindingMade
from twintrack.rnd.insight.models import Finding

owners = Subscriber("insight.owners")
leavers = Subscriber("insight.leavers")


@owners.on(FindingMade)
def tell_owner(event: FindingMade, entry: Entry) -> None:
    """Tell who looks after the product what was found, once."""
    finding = Finding.objects.select_related("owner").get(pk=event.finding_id)
    notify(
        recipient=finding.owner,
        entry=entry,
        told_by="insight/found",
        about=finding,
        at=entry.happened_at,
    )


@leavers.on(UserDeactivated)
def hand_over_findings(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's unsettled findings over."""

    def give(row: Finding, to: User) -> None:
        operations.assign_finding(
            finding=row, to=to, by=entry.actor, at=entry.happened_at, caused_by=entry
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
