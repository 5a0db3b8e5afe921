"""Files of customers in the REST API."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page
from twintrack.sales.rosters import operations, queries
from twintrack.sales.rosters.lifecycle import Decision, Outcome, State
from twintrack.sales.rosters.models import CustomerImport, CustomerImportRow
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="customer imports", label=_("Imports of customers"))


class CustomerImportOut(Out):
    number: str
    name: str
    state: Annotated[str, OneOf(State)]
    columns: list[str]
    mapping: dict[str, str]
    policy: Annotated[str, OneOf(Decision)]
    total: int
    counts: dict[str, int] = Field(description="Rows by what became, or would become, of them")
    created_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_counts(run: CustomerImport) -> dict[str, int]:
        return {each.value: n for each, n in queries.count_outcomes(run).items()}


class CustomerImportRowOut(Out):
    line: int
    values: dict[str, str]
    outcome: Annotated[str, OneOf(Outcome)]
    reason: str = Field(description="Why the customer is known; empty if it is not")
    problem: str
    decision: str
    customer: str | None = Field(description="Number of the customer")

    @staticmethod
    def resolve_problem(row: CustomerImportRow) -> str:
        return row.problem_words

    @staticmethod
    def resolve_customer(row: CustomerImportRow) -> str | None:
        return row.customer.number if row.customer else None


class CustomerColumnsBody(Body):
    mapping: dict[str, Annotated[str, Field(max_length=80)]] = Field(
        description="From the fields of customers to columns of the file"
    )


class CustomerDecisionBody(Body):
    decision: str = Field(
        max_length=6, description="attach, update, skip, create; empty for the same as all"
    )


class CustomerImportStartBody(Body):
    policy: Annotated[str, OneOf(Decision)] = Decision.ATTACH.value


@router.get(
    "/customer-imports", response=Page[CustomerImportOut], summary=_("List imports of customers")
)
def list_imports(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[CustomerImport]:
    check_may(request.user, Act.IMPORT_CUSTOMERS)
    runs = queries.list_imports(for_user=request.user)
    return key_page(runs, order=("-created_at", "-pk"), after=after, size=limit)


@router.post(
    "/customer-imports", response={201: CustomerImportOut}, summary=_("Send a file of customers")
)
def send(request: ApiRequest, file: File[UploadedFile]) -> CustomerImport:
    """Read a file and guess its columns; its rows are checked, nothing is taken in yet."""
    return operations.send(
        data=file.read(), name=file.name or "", by=request.user, at=timezone.now()
    )


@router.get(
    "/customer-imports/{number}",
    response=CustomerImportOut,
    summary=_("Read an import of customers"),
)
def get_import(request: ApiRequest, number: str) -> CustomerImport:
    return queries.get_import(number, for_user=request.user)


@router.get(
    "/customer-imports/{number}/rows",
    response=Page[CustomerImportRowOut],
    summary=_("List the rows of a file of customers"),
)
def list_rows(
    request: ApiRequest, number: str, outcome: str = "", after: str = "", limit: Limit = 50
) -> KeyPage[CustomerImportRow]:
    rows = queries.list_rows(queries.get_import(number, for_user=request.user), outcome=outcome)
    return key_page(rows, order=("line",), after=after, size=limit)


@router.post(
    "/customer-imports/{number}/columns",
    response=CustomerImportOut,
    summary=_("Choose what the columns of a file of customers say"),
)
def remap(request: ApiRequest, number: str, body: CustomerColumnsBody) -> CustomerImport:
    run = queries.get_import(number, for_user=request.user)
    return operations.remap(run=run, mapping=body.mapping, by=request.user, at=timezone.now())


@router.post(
    "/customer-imports/{number}/rows/{int:line}/decision",
    response=CustomerImportRowOut,
    summary=_("Say what becomes of a row whose customer is known"),
)
def decide(
    request: ApiRequest, number: str, line: int, body: CustomerDecisionBody
) -> CustomerImportRow:
    row = queries.get_row(queries.get_import(number, for_user=request.user), line)
    return operations.decide(row=row, decision=body.decision, by=request.user, at=timezone.now())


@router.post(
    "/customer-imports/{number}/start",
    response=CustomerImportOut,
    summary=_("Take a file of customers in"),
)
def start(request: ApiRequest, number: str, body: CustomerImportStartBody) -> CustomerImport:
    run = queries.get_import(number, for_user=request.user)
    return operations.start(run=run, policy=body.policy, by=request.user, at=timezone.now())


@router.post(
    "/customer-imports/{number}/undo",
    response=CustomerImportOut,
    summary=_("Take back what a file of customers brought"),
)
def undo(request: ApiRequest, number: str) -> CustomerImport:
    run = queries.get_import(number, for_user=request.user)
    return operations.undo(run=run, by=request.user, at=timezone.now())
