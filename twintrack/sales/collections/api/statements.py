"""Bank statements in the REST API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, UploadedFile

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Page, referring
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.api.receipts import shares_of
from twintrack.sales.collections.api.shapes import (
    LineAsideBody,
    LineBookBody,
    ReceiptOut,
    StatementColumnsBody,
    StatementLineOut,
    StatementOut,
    router,
)
from twintrack.sales.collections.models import Receipt, Statement, StatementLine
from twintrack.sales.collections.reading import read_again, read_statement
from twintrack.sales.customers.queries import get_customer
from twintrack.ui.paging import KeyPage, key_page


@router.get("/statements", response=Page[StatementOut], summary=_("List bank statements"))
def list_statements(request: ApiRequest, *, after: str = "") -> KeyPage[Statement]:
    rows = queries.list_statements(for_user=request.user)
    return key_page(rows, order=("-pk",), after=after)


@router.post("/statements", response={201: StatementOut}, summary=_("Read a bank statement"))
def keep_statement(
    request: ApiRequest, file: File[UploadedFile], currency: Form[str] = "CNY"
) -> Statement:
    now = timezone.now()
    sheet = read_statement(
        file.read(), file.name or "", currency=currency, zone=request.user.time_zone, at=now
    )
    return operations.keep_statement(
        name=file.name or "",
        columns=sheet.columns,
        movements=sheet.movements,
        left_out=sheet.left_out,
        currency=sheet.currency,
        table=sheet.table,
        by=request.user,
        at=now,
    )


@router.post(
    "/statements/{pk}/columns",
    response=StatementOut,
    summary=_("Choose the columns of a bank statement"),
)
def choose_statement_columns(request: ApiRequest, pk: int, body: StatementColumnsBody) -> Statement:
    statement = queries.get_statement(pk, for_user=request.user)
    columns = body.model_dump(exclude_none=True)
    now = timezone.now()
    sheet = read_again(statement, columns, zone=request.user.time_zone, at=now)
    return operations.choose_columns(
        statement=statement,
        columns=columns,
        movements=sheet.movements,
        left_out=sheet.left_out,
        by=request.user,
        at=now,
    )


@router.get(
    "/statements/{pk}/lines",
    response=list[StatementLineOut],
    summary=_("List the lines of a bank statement"),
)
def list_statement_lines(request: ApiRequest, pk: int) -> list[StatementLine]:
    return queries.list_lines(queries.get_statement(pk, for_user=request.user))


@router.post(
    "/statement-lines/{pk}/receipt",
    response={201: ReceiptOut},
    summary=_("Book a line of a bank statement"),
)
def book_statement_line(request: ApiRequest, pk: int, body: LineBookBody) -> Receipt:
    line = queries.get_line(pk, for_user=request.user)
    with referring("customer"):
        customer = get_customer(body.customer, for_user=request.user)
    return operations.book_line(
        line=line,
        customer=customer,
        shares=shares_of(body.pays, request.user),
        keep_rest=body.keep_rest,
        rate=body.rate,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/statement-lines/{pk}/undoing",
    response=StatementLineOut,
    summary=_("Take back that a line was booked"),
)
def unbook_statement_line(request: ApiRequest, pk: int) -> StatementLine:
    line = queries.get_line(pk, for_user=request.user)
    return operations.unbook_line(line=line, by=request.user, at=timezone.now())


@router.post(
    "/statement-lines/{pk}/aside",
    response=StatementLineOut,
    summary=_("Set a line aside, or let it wait again"),
)
def set_statement_line_aside(request: ApiRequest, pk: int, body: LineAsideBody) -> StatementLine:
    line = queries.get_line(pk, for_user=request.user)
    return operations.set_aside(
        line=line, is_ignored=body.is_ignored, by=request.user, at=timezone.now()
    )
