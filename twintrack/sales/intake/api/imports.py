"""Imports and rows that wait for a decision, in the REST API."""

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, UploadedFile
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, PersonOut
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.lifecycle import State
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.operations import Upload
from twintrack.sales.intake.problems import tell_all
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="imports", label=_("Imports of feedback"))


class ImportOut(Out):
    number: str
    name: str
    source: str
    form: str
    columns: list[str]
    mapping: dict[str, str]
    defaults: dict[str, str]
    unreadable: int = Field(description="Characters that could not be read and stand as �")
    unknown: dict[str, dict[str, int]]
    state: Annotated[str, OneOf(State)]
    total: int
    ready: int
    recorded: int
    known: int
    differing: int = Field(description="Known by their number there, but with other words")
    held: int
    refused: int
    withdrawn: int
    kept: int
    started_by: PersonOut
    created_at: datetime


class ImportRowOut(Out):
    line: int
    outcome: str
    values: dict[str, str]
    reasons: list[str]

    @staticmethod
    def resolve_reasons(row: ImportRow) -> list[str]:
        return tell_all(row.problems)


class HeldRowOut(Out):
    id: int
    source: str
    external_id: str
    values: dict[str, str]
    reasons: list[str]
    held_at: datetime

    @staticmethod
    def resolve_reasons(held: HeldRow) -> list[str]:
        return tell_all(held.problems)


class ReleasedOut(Out):
    number: str


class ColumnsBody(Body):
    mapping: dict[str, str] = Field(description="Field of feedback to column of the file")
    defaults: dict[str, str] = Field(default={}, description="What holds where a row says nothing")


class ImportStartBody(Body):
    decisions: dict[str, dict[str, str]] = Field(
        default={},
        description="Field, then unknown name, to `create`, `hold`, `empty` or `=` and an id",
    )


class HeldCorrectionBody(Body):
    corrections: dict[str, str] = Field(default={}, description="Field of feedback to its text")
    create: list[str] = Field(default=[], description="Fields whose unknown names are made")


@router.get("/imports", response=Page[ImportOut], summary=_("List imports"))
def list_imports(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[ImportRun]:
    check_may(request.user, Act.IMPORT_FEEDBACK)
    runs = queries.list_runs(for_user=request.user)
    return key_page(runs, order=("-pk",), after=after, size=limit)


@router.post("/imports", response={201: ImportOut}, summary=_("Send a file of feedback"))
def upload_import(
    request: ApiRequest, file: File[UploadedFile], source: Form[str] = ""
) -> ImportRun:
    upload = Upload(data=file.read(), name=file.name or "", source=source)
    return operations.upload(upload=upload, by=request.user, at=timezone.now())


@router.get("/imports/{number}", response=ImportOut, summary=_("Read an import"))
def get_import(request: ApiRequest, number: str) -> ImportRun:
    return queries.get_run(number, for_user=request.user)


@router.get(
    "/imports/{number}/problems",
    response=Page[ImportRowOut],
    summary=_("List the rows that were refused or are known with other words"),
)
def list_problems(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[ImportRow]:
    run = queries.get_run(number, for_user=request.user)
    rows = queries.list_problem_rows(run)
    return key_page(rows, order=("line",), after=after, size=limit)


@router.post(
    "/imports/{number}/columns", response=ImportOut, summary=_("Confirm the columns of a file")
)
def confirm_columns(request: ApiRequest, number: str, body: ColumnsBody) -> ImportRun:
    return operations.confirm(
        run=queries.get_run(number, for_user=request.user),
        mapping=body.mapping,
        defaults=body.defaults,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/imports/{number}/start", response=ImportOut, summary=_("Start an import"))
def start_import(request: ApiRequest, number: str, body: ImportStartBody) -> ImportRun:
    return operations.start(
        run=queries.get_run(number, for_user=request.user),
        decisions=body.decisions,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/imports/{number}/stop", response=ImportOut, summary=_("Stop an import"))
def stop_import(request: ApiRequest, number: str) -> ImportRun:
    return operations.stop(
        run=queries.get_run(number, for_user=request.user), by=request.user, at=timezone.now()
    )


@router.post("/imports/{number}/undo", response=ImportOut, summary=_("Take an import back"))
def undo_import(request: ApiRequest, number: str) -> ImportRun:
    return operations.undo(
        run=queries.get_run(number, for_user=request.user), by=request.user, at=timezone.now()
    )


@router.get("/held-rows", response=Page[HeldRowOut], summary=_("List held rows"))
def list_held(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[HeldRow]:
    check_may(request.user, Act.IMPORT_FEEDBACK)
    rows = queries.list_held(for_user=request.user)
    return key_page(rows, order=("-pk",), after=after, size=limit)


@router.post(
    "/held-rows/{pk}/release", response={201: ReleasedOut}, summary=_("Record a row that waits")
)
def release_held(request: ApiRequest, pk: int, body: HeldCorrectionBody) -> Feedback:
    return operations.release(
        held=queries.get_held(pk, for_user=request.user),
        corrections=body.corrections,
        create=body.create,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/held-rows/{pk}/dismissal", response=HeldRowOut, summary=_("Dismiss a row that waits")
)
def dismiss_held(request: ApiRequest, pk: int) -> Any:
    return operations.dismiss(
        held=queries.get_held(pk, for_user=request.user), by=request.user, at=timezone.now()
    )


@router.post(
    "/held-rows/{pk}/dismissal/undo",
    response=HeldRowOut,
    summary=_("Let a dismissed row wait again"),
)
def let_wait_again(request: ApiRequest, pk: int) -> Any:
    return operations.wait_again(
        held=queries.get_dismissed(pk, for_user=request.user), by=request.user, at=timezone.now()
    )
