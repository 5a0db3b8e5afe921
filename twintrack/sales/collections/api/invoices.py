"""Invoices, promises and reminders in the REST API."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Limit, Page, referring
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.api.shapes import (
    CashForecastOut,
    CreditNoteBody,
    CreditNoteOut,
    DisputeBody,
    DunningStepBody,
    DunningStepOut,
    DunningTaskOut,
    InvoiceBody,
    InvoiceChangeBody,
    InvoiceOut,
    OpenInvoiceOut,
    PaymentPromiseBody,
    PaymentPromiseOut,
    ReminderAssigneeBody,
    ReminderBody,
    router,
)
from twintrack.sales.collections.models import (
    CreditNote,
    DunningStep,
    DunningTask,
    Invoice,
    PaymentPromise,
)
from twintrack.sales.collections.operations import InvoiceDetails, StepDetails
from twintrack.sales.collections.queries import CashForecast, Wanted
from twintrack.sales.contracts.queries import get_contract
from twintrack.ui.paging import KeyPage, key_page

State = Annotated[str, Field(pattern="^(open|overdue|disputed|paid)?$")]


@router.get("/invoices", response=Page[OpenInvoiceOut], summary=_("List invoices"))
def list_invoices(
    request: ApiRequest, *, state: State = "", q: str = "", after: str = "", limit: Limit = 50
) -> KeyPage[Invoice]:
    wanted = Wanted(state=state, text=q)
    rows = queries.list_invoices(for_user=request.user, on=timezone.localdate(), wanted=wanted)
    return key_page(rows, order=("due_on", "pk"), after=after, size=limit)


@router.post("/invoices", response={201: InvoiceOut}, summary=_("Invoice instalments"))
def issue_invoice(request: ApiRequest, body: InvoiceBody) -> Invoice:
    with referring("contract"):
        contract = get_contract(body.contract, for_user=request.user)
    details = InvoiceDetails(
        parts={each.instalment_id: each.amount for each in body.parts},
        issued_on=body.issued_on,
        due_on=body.due_on,
        tax_rate=body.tax_rate,
        official_number=body.official_number,
    )
    return operations.issue_invoice(
        contract=contract, details=details, by=request.user, at=timezone.now()
    )


@router.get("/invoices/{number}", response=InvoiceOut, summary=_("Read an invoice"))
def get_invoice(request: ApiRequest, number: str) -> Invoice:
    return queries.get_invoice(number, for_user=request.user)


@router.patch("/invoices/{number}", response=InvoiceOut, summary=_("Change an invoice"))
def change_invoice(request: ApiRequest, number: str, body: InvoiceChangeBody) -> Invoice:
    return operations.change_invoice(
        invoice=queries.get_invoice(number, for_user=request.user),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/invoices/{number}/credit-notes",
    response={201: CreditNoteOut},
    summary=_("Write a credit note"),
)
def write_credit_note(request: ApiRequest, number: str, body: CreditNoteBody) -> CreditNote:
    invoice = queries.get_invoice(number, for_user=request.user)
    return operations.credit(
        invoice=invoice, **body.model_dump(), by=request.user, at=timezone.now()
    )


@router.post(
    "/invoices/{number}/dispute",
    response=InvoiceOut,
    summary=_("Note that an invoice is disputed, or not any more"),
)
def dispute_invoice(request: ApiRequest, number: str, body: DisputeBody) -> Invoice:
    invoice, now = queries.get_invoice(number, for_user=request.user), timezone.now()
    if body.reason is None:
        return operations.settle_dispute(invoice=invoice, by=request.user, at=now)
    return operations.dispute(invoice=invoice, reason=body.reason, by=request.user, at=now)


@router.post(
    "/invoices/{number}/promises",
    response={201: PaymentPromiseOut},
    summary=_("Note a promise to pay"),
)
def note_payment_promise(
    request: ApiRequest, number: str, body: PaymentPromiseBody
) -> PaymentPromise:
    invoice = queries.get_invoice(number, for_user=request.user)
    return operations.note_promise(
        invoice=invoice, **body.model_dump(), by=request.user, at=timezone.now()
    )


@router.get("/reminders", response=Page[DunningTaskOut], summary=_("List reminders to make"))
def list_reminders(
    request: ApiRequest, *, after: str = "", limit: Limit = 50
) -> KeyPage[DunningTask]:
    rows = queries.list_tasks(for_user=request.user)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post("/reminders/{pk}", response=DunningTaskOut, summary=_("Note what became of one"))
def end_reminder(request: ApiRequest, pk: int, body: ReminderBody) -> DunningTask:
    task = queries.get_task(pk, for_user=request.user)
    return operations.end_task(task=task, **body.model_dump(), by=request.user, at=timezone.now())


@router.post(
    "/reminders/{pk}/assignee", response=DunningTaskOut, summary=_("Let somebody else remind")
)
def pass_reminder_on(request: ApiRequest, pk: int, body: ReminderAssigneeBody) -> DunningTask:
    task = queries.get_task(pk, for_user=request.user)
    with referring("assignee_id"):
        to = get_person(body.assignee_id)
    return operations.pass_task_on(task=task, to=to, by=request.user, at=timezone.now())


@router.get("/dunning-steps", response=Page[DunningStepOut], summary=_("List steps of dunning"))
def list_dunning_steps(request: ApiRequest, *, after: str = "") -> KeyPage[DunningStep]:
    rows = queries.list_steps(for_user=request.user)
    return key_page(rows, order=("days_after", "pk"), after=after)


@router.post(
    "/dunning-steps", response={201: DunningStepOut}, summary=_("Set a further step of dunning")
)
def add_dunning_step(request: ApiRequest, body: DunningStepBody) -> DunningStep:
    details = StepDetails(**body.model_dump())
    return operations.set_step(step=None, details=details, by=request.user, at=timezone.now())


@router.patch("/dunning-steps/{pk}", response=DunningStepOut, summary=_("Set a step of dunning"))
def set_dunning_step(request: ApiRequest, pk: int, body: DunningStepBody) -> DunningStep:
    step = queries.get_step(pk, for_user=request.user)
    details = StepDetails(**body.model_dump())
    return operations.set_step(step=step, details=details, by=request.user, at=timezone.now())


@router.get("/cash-forecast", response=CashForecastOut, summary=_("Forecast what comes in"))
def get_cash_forecast(request: ApiRequest) -> CashForecast:
    check_may(request.user, Act.SEE_COLLECTIONS)
    return queries.forecast_cash(for_user=request.user, on=timezone.localdate())
