"""Ask for what is overdue: promises of customers, steps of dunning and their tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.collections.events import (
    DunningStepSet,
    InvoicePromised,
    InvoiceReminderDue,
    InvoiceReminderEnded,
    InvoiceReminderPassedOn,
)
from twintrack.sales.collections.lifecycle import TaskState
from twintrack.sales.collections.models import DunningStep, DunningTask, Invoice, PaymentPromise
from twintrack.sales.collections.operations.holding import concerned, hold_invoice, invoice_told
from twintrack.sales.customers.models import Ground
from twintrack.sales.customers.operations import check_ground

FURTHEST_DAYS = 730
NAMES = ("days_after", "name_zh", "name_en", "text_zh", "text_en", "is_active")


class PromiseImpossible(Refusal):
    """Nobody can have promised that."""

    message = _("Say who promised, and a day from today on within two years.")
    status = 422


class CannotRemind(Refusal):
    """The person may not see the invoice, or has left."""

    message = _("This person may not see the invoice, or has left.")
    status = 422


class StepImpossible(Refusal):
    """A step that cannot be."""

    message = _("A step has a name in both languages and a number of days that no other step has.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class StepDetails:
    """What is done so many days after the due day, in both languages."""

    days_after: int
    name_zh: str
    name_en: str
    text_zh: str = ""
    text_en: str = ""
    is_active: bool = True


@transaction.atomic
def note_promise(
    *,
    invoice: Invoice,
    promised_on: date,
    by_whom: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PaymentPromise:
    """
    Note that somebody at the customer said when an invoice will be paid.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PromiseImpossible: if nobody is named, or the day has passed.
    """
    check_may(by, Act.SEE_COLLECTIONS)
    who = " ".join(by_whom.split())[:80]
    if not who or not 0 <= (promised_on - timezone.localdate(at)).days <= FURTHEST_DAYS:
        raise PromiseImpossible
    invoice = hold_invoice(invoice)
    promise = PaymentPromise.objects.create(
        invoice=invoice, promised_on=promised_on, by_whom=who, noted_by=by, noted_at=at
    )
    event = InvoicePromised(**invoice_told(invoice), promised_on=promised_on, by_whom=who)
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return promise


@transaction.atomic
def set_step(
    *,
    step: DunningStep | None,
    details: StepDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DunningStep:
    """
    Set what is done so many days after invoices were due; without a step, a further one.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StepImpossible: if a name is missing, or the days cannot be.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    others = DunningStep.objects.filter(days_after=details.days_after)
    if step is not None:
        step = DunningStep.objects.select_for_update(no_key=True).get(pk=step.pk)
        others = others.exclude(pk=step.pk)
    named = details.name_zh.strip() and details.name_en.strip()
    if not named or not 0 <= details.days_after <= FURTHEST_DAYS or others.exists():
        raise StepImpossible
    before = {name: str(getattr(step, name)) for name in NAMES} if step else {}
    step = step or DunningStep()
    for name in NAMES:
        setattr(step, name, getattr(details, name))
    step.save()
    event = DunningStepSet(
        step_id=step.pk,
        days_after=step.days_after,
        name_zh=step.name_zh,
        name_en=step.name_en,
        came_from=before,
        to={name: str(getattr(step, name)) for name in NAMES},
    )
    record(event, about=step, by=by, at=at, caused_by=caused_by)
    return step


@transaction.atomic
def make_task(
    *,
    invoice: Invoice,
    step: DunningStep,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DunningTask | None:
    """Make the task of a step for an invoice, for whoever looks after its contract; once."""
    invoice = hold_invoice(invoice)
    if invoice.dunning.filter(step=step).exists():
        return None
    assignee = invoice.contract.owner
    task = DunningTask.objects.create(invoice=invoice, step=step, assignee=assignee, made_at=at)
    event = InvoiceReminderDue(
        **invoice_told(invoice),
        task_id=task.pk,
        step_zh=step.name_zh,
        step_en=step.name_en,
        days_after=step.days_after,
        assignee_id=assignee.pk,
    )
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return task


@transaction.atomic
def pass_task_on(
    *,
    task: DunningTask,
    to: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DunningTask:
    """
    Let somebody else remind the customer.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if the task is ended.
    :raises CannotRemind: if the other one may not see the invoice.
    """
    check_may(by, Act.SEE_COLLECTIONS)
    invoice = hold_invoice(task.invoice)
    task = invoice.dunning.select_related("step", "assignee").get(pk=task.pk)
    if task.state != TaskState.TODO:
        raise StateNotReachable
    if not to.is_active or not Invoice.objects.visible_to(to).filter(pk=invoice.pk).exists():
        raise CannotRemind
    came_from = task.assignee
    if came_from == to:
        return task
    task.assignee = to
    task.save(update_fields=["assignee"])
    event = InvoiceReminderPassedOn(
        **invoice_told(invoice),
        task_id=task.pk,
        step_zh=task.step.name_zh,
        step_en=task.step.name_en,
        came_from=came_from.name,
        to_id=to.pk,
        to=to.name,
    )
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=[to])
    return task


@transaction.atomic
def end_task(
    *,
    task: DunningTask,
    state: str,
    note: str = "",
    ground: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DunningTask:
    """
    Note that the customer was reminded (done), or not (skipped).

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that was noted before.
    :raises ConsentWithdrawn: if somebody there wants no e-mail, and no ground is stated.
    """
    check_may(by, Act.SEE_COLLECTIONS)
    invoice = hold_invoice(task.invoice)
    task = invoice.dunning.select_related("step").get(pk=task.pk)
    if task.state != TaskState.TODO or state not in (TaskState.DONE, TaskState.SKIPPED):
        raise StateNotReachable
    is_done = state == TaskState.DONE
    task.ground = check_ground(invoice.customer, ground, of=Ground.values) if is_done else ""
    task.state, task.note, task.ended_at = state, " ".join(note.split())[:300], at
    task.save(update_fields=["state", "note", "ground", "ended_at"])
    event = InvoiceReminderEnded(
        **invoice_told(invoice),
        task_id=task.pk,
        step_zh=task.step.name_zh,
        step_en=task.step.name_en,
        to=state,
        note=task.note,
        ground=task.ground,
    )
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return task
