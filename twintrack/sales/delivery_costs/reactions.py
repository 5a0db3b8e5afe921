"""Who is told of expenses that wait, of answers to them, and of change requests that hold."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.sales.delivery_costs.events import (
    ChangeRequestAccepted,
    ExpenseBilled,
    ExpenseDecided,
    ExpenseRecorded,
)
from twintrack.sales.delivery_costs.lifecycle import ExpenseState
from twintrack.sales.delivery_costs.models import ChangeRequest, Expense

tellers = Subscriber("delivery_costs.tellers")


@tellers.on(ExpenseRecorded, ExpenseBilled)
def tell_lead(event: ExpenseRecorded | ExpenseBilled, entry: Entry) -> None:
    """Tell who leads a delivery that an expense waits for their yes."""
    if event.to != ExpenseState.WAITING:
        return
    expense = Expense.objects.select_related("delivery__project__owner").get(pk=event.expense_id)
    lead = expense.delivery.project.owner
    if lead.pk in {expense.spent_by_id, entry.actor_id}:
        return
    notify(
        recipient=lead,
        entry=entry,
        told_by="delivery_costs/expense_waiting",
        because="delivery_costs/lead",
        about=expense,
        at=entry.happened_at,
    )


@tellers.on(ExpenseDecided)
def tell_spender(event: ExpenseDecided, entry: Entry) -> None:
    """Tell who spent the money what became of it."""
    expense = Expense.objects.select_related("spent_by").get(pk=event.expense_id)
    if expense.spent_by_id == entry.actor_id:
        return
    notify(
        recipient=expense.spent_by,
        entry=entry,
        told_by="delivery_costs/expense_decided",
        because="delivery_costs/spender",
        about=expense,
        at=entry.happened_at,
    )


@tellers.on(ChangeRequestAccepted)
def tell_contract_owner(event: ChangeRequestAccepted, entry: Entry) -> None:
    """Tell who looks after the contract that an amendment is to be signed."""
    related = ("amendment__contract__owner",)
    change = ChangeRequest.objects.select_related(*related).get(pk=event.change_id)
    if change.amendment is None or change.amendment.contract.owner_id == entry.actor_id:
        return
    notify(
        recipient=change.amendment.contract.owner,
        entry=entry,
        told_by="delivery_costs/amendment",
        because="delivery_costs/contract",
        about=change,
        at=entry.happened_at,
    )
