"""Who is told when a customer changes hands, and what follows when two become one."""

import logging
from datetime import datetime, timedelta

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import together
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.customers import duplicates, operations, queries
from twintrack.sales.customers.events import CustomerHandedOver, CustomerMerged
from twintrack.sales.customers.models import Customer, CustomerMerge

logger = logging.getLogger(__name__)
# No transaction that began before a merge runs longer.
FOLLOWED = timedelta(hours=1)

owners = Subscriber("sales.customer_owners")


@owners.on(CustomerHandedOver)
def tell_owners(event: CustomerHandedOver, entry: Entry) -> None:
    """Tell the new owner and the one before, unless it was their own doing."""
    customer = Customer.objects.get(pk=event.customer_id)
    people = User.objects.filter(pk__in=[event.came_from_id, event.to_id])
    for person in people.exclude(pk=entry.actor_id):
        notify(
            recipient=person,
            entry=entry,
            told_by="customers/handed_over",
            because="customers/owner",
            about=customer,
            at=entry.happened_at,
        )


leavers = Subscriber("sales.customer_leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's customers over."""

    def give(row: Customer, to: User) -> None:
        operations.hand_over(
            customer=row,
            before=leaver,
            to=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)


merges = Subscriber("sales.customer_merges")


@merges.on(CustomerMerged)
def follow_merge(event: CustomerMerged, entry: Entry) -> None:
    """Move what was added to a customer while it was merged."""
    merge = CustomerMerge.objects.select_related("kept", "merged").get(pk=event.merge_id)
    with together():
        for each in duplicates.list_merges_from(merge):
            operations.follow_merge(
                merge=each, by=entry.actor, at=entry.happened_at, caused_by=entry
            )


def follow_merges(at: datetime) -> None:
    """Look again at what was merged lately, for transactions that ended after the first look."""
    by = automation()
    for merge in duplicates.list_standing_merges(since=at - FOLLOWED):
        for each in duplicates.list_merges_from(merge):
            try:
                operations.follow_merge(merge=each, by=by, at=at)
            except Exception:
                logger.exception("What came to customer %s could not be moved", each.merged_id)
