"""Who is told when a customer changes hands."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.events import CustomerHandedOver
from twintrack.sales.customers.models import Customer

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
