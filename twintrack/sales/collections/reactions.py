"""Who is told that a customer has to be reminded, or paid."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.sales.collections.events import InvoiceReminderDue, ReceiptRecorded
from twintrack.sales.collections.models import Allocation, Invoice, Receipt

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
