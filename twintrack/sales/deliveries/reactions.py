"""What happens to deliveries when somebody leaves."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.models import DeliveryMember, DeliveryTask, RoleHandover

leavers = Subscriber("deliveries.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Give a leaver's roles with their tasks to the successor, other tasks, what is offered."""

    def give_role(row: DeliveryMember, to: User) -> None:
        operations.set_member(
            delivery=row.delivery,
            role=row.role,
            person=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    def give_task(row: DeliveryTask, to: User) -> None:
        operations.change_task(
            task=row,
            before={"assignee": leaver},
            values={"assignee": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    def give_handover(row: RoleHandover, to: User) -> None:
        operations.pass_handover_on(
            handover=row, to=to, by=entry.actor, at=entry.happened_at, caused_by=entry
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_memberships(leaver), event=event, entry=entry, give=give_role)
    pass_on(queries.list_owned_tasks(leaver), event=event, entry=entry, give=give_task)
    pass_on(queries.list_to_take(leaver), event=event, entry=entry, give=give_handover)
