"""Who is told that a customer has to be reminded, or paid."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.events import (
    InvoiceReminderDue,
    InvoiceReminderPassedOn,
    ReceiptRecorded,
)
from twintrack.sales.collections.models import Allocation, DunningTask, Invoice, Receipt

tellers = Subscriber("collections.tellers")


@tellers.on(InvoiceReminderDue)
def tell_assignee(event: InvoiceReminderDue, entry: Entry) -> None:
    """Tell who is to remind the customer."""
    notify(
        recipient=User.objects.get(pk=event.assignee_id),
        entry=entry,
        told_by="collections/reminder",
        because="collections/owner",
        about=Invoice.objects.select_related("customer").get(pk=event.invoice_id),
        at=entry.happened_at,
    )


@tellers.on(ReceiptRecorded)
def tell_owners(event: ReceiptRecorded, entry: Entry) -> None:
    """Tell who looks after the contracts that were paid."""
    receipt = Receipt.objects.select_related("customer").get(pk=event.receipt_id)
    paid = Allocation.objects.filter(receipt=receipt).values("instalment__contract__owner")
    for owner in User.objects.filter(pk__in=paid).exclude(pk=entry.actor_id).order_by("pk"):
        notify(
            recipient=owner,
            entry=entry,
            told_by="collections/received",
            because="collections/owner",
            about=receipt,
            at=entry.happened_at,
        )


@tellers.on(InvoiceReminderPassedOn)
def tell_next(event: InvoiceReminderPassedOn, entry: Entry) -> None:
    """Tell who is to remind the customer now."""
    for person in User.objects.filter(pk=event.to_id).exclude(pk=entry.actor_id):
        notify(
            recipient=person,
            entry=entry,
            told_by="collections/reminder",
            because="collections/task",
            about=Invoice.objects.select_related("customer").get(pk=event.invoice_id),
            at=entry.happened_at,
        )


leavers = Subscriber("collections.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's reminders to customers over."""

    def give(row: DunningTask, to: User) -> None:
        operations.pass_task_on(
            task=row, to=to, by=entry.actor, at=entry.happened_at, caused_by=entry
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned_tasks(leaver), event=event, entry=entry, give=give)
