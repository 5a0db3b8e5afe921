"""Imports, rows that wait for a decision, and what other systems send, in the REST API."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Status, UploadedFile
from pydantic import Field

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest, Caller, TokenGuard
from twintrack.foundation.api.problems import FieldError, Problem, Refused
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, PersonOut
from twintrack.foundation.api.scopes import Scope
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.keys import hash_of, is_signed, signing_secret
from twintrack.sales.intake.lifecycle import DeliveryOutcome, State
from twintrack.sales.intake.models import Delivery, HeldRow, ImportRow, ImportRun, InboundSource
from twintrack.sales.intake.operations import Template, Upload
from twintrack.sales.intake.problems import tell_all
from twintrack.sales.intake.queries import find_source
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
    unknown: dict[str, dict[str, int]]
    state: Annotated[str, OneOf(State)]
    total: int
    ready: int
    recorded: int
    known: int
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
    corrections: dict[str, str] = {}


class InboundTemplateBody(Body):
    paths: dict[str, str] = Field(default={}, description="Field to path, `a.b | c`; none: our own")
    defaults: dict[str, str] = {}
    value_maps: dict[str, dict[str, str]] = {}
    needs_signature: bool = False

    def template(self, sample: Any = None) -> Template:
        return Template(**self.model_dump(exclude={"name"}), sample=sample)


class SourceBody(InboundTemplateBody):
    name: str = Field(min_length=1, max_length=40)


class SourceOut(Out):
    id: int
    name: str
    hint: str
    needs_signature: bool
    paths: dict[str, str]
    defaults: dict[str, str]
    value_maps: dict[str, dict[str, str]]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class SourceOpenedOut(SourceOut):
    key: str
    signing_secret: str


class DeliveryOut(Out):
    id: int
    received_at: datetime
    outcome: Annotated[str, OneOf(DeliveryOutcome)]
    external_id: str
    feedback: str | None = Field(alias="feedback.number", default=None)
    reasons: list[str]

    @staticmethod
    def resolve_reasons(delivery: Delivery) -> list[str]:
        return tell_all(delivery.problems)


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
    summary=_("List the rows that were refused"),
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


@router.get("/inbound-sources", response=Page[SourceOut], summary=_("List inbound addresses"))
def list_sources(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[InboundSource]:
    check_may(request.user, Act.MANAGE_INBOUND)
    rows = queries.list_sources(for_user=request.user)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post(
    "/inbound-sources", response={201: SourceOpenedOut}, summary=_("Open an inbound address")
)
def add_source(request: ApiRequest, body: SourceBody) -> Any:
    source, key = operations.add_source(
        name=body.name, template=body.template(), by=request.user, at=timezone.now()
    )
    return {**vars(source), "key": key, "signing_secret": signing_secret(source.salt)}


@router.post(
    "/inbound-sources/{pk}/template",
    response=SourceOut,
    summary=_("Set how an inbound address reads"),
)
def change_source(request: ApiRequest, pk: int, body: InboundTemplateBody) -> InboundSource:
    source = queries.get_source(pk, for_user=request.user)
    return operations.change_source(
        source=source,
        template=body.template(source.sample),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/inbound-sources/{pk}/revocation", response=SourceOut, summary=_("Revoke an inbound address")
)
def revoke_source(request: ApiRequest, pk: int) -> InboundSource:
    source = queries.get_source(pk, for_user=request.user)
    return operations.revoke_source(source=source, by=request.user, at=timezone.now())


@router.get(
    "/inbound-sources/{pk}/deliveries",
    response=Page[DeliveryOut],
    summary=_("List what was sent to an inbound address"),
)
def list_deliveries(
    request: ApiRequest, pk: int, after: str = "", limit: Limit = 50
) -> KeyPage[Delivery]:
    source = queries.get_source(pk, for_user=request.user)
    return key_page(queries.list_deliveries(source), order=("-pk",), after=after, size=limit)


class KeyGuard:
    """Let in what is sent to an address with its key, signed where it must be."""

    def __call__(self, request: HttpRequest) -> Caller | None:
        match = request.resolver_match
        source = find_source(hash_of(str(match.kwargs["key"]))) if match else None
        if source is None:
            return None
        signature = request.headers.get("X-Twintrack-Signature", "")
        timestamp = request.headers.get("X-Twintrack-Timestamp", "")
        if (source.needs_signature or signature) and not is_signed(
            source.salt,
            signature=signature,
            timestamp=timestamp,
            body=request.body,
            at=timezone.now(),
        ):
            detail = _("The signature is missing, wrong, or more than five minutes old.")
            raise Refused(Problem(status=401, code="signature-not-valid", detail=detail))
        request.user = source.acts_as
        return Caller(user=source.acts_as, scope=Scope.WRITE)


@router.api_operation(
    ["POST"],
    "/inbound/feedback/{key}",
    response={200: DeliveryOut, 201: DeliveryOut, 202: DeliveryOut},
    summary=_("Send what a customer said to an inbound address"),  # type: ignore[arg-type]
    auth=(TokenGuard(), KeyGuard()),
)
def receive(request: ApiRequest, key: str) -> Status[Delivery]:
    """
    Take in feedback as JSON, in our own fields or as the address's template reads it.

    Sent again with the same `external_id`, it is the same feedback; an `updated_at` that is not
    newer than the one known changes nothing. 201: recorded; 202: held for a decision.
    """
    source = find_source(hash_of(key))
    if source is None:
        raise NotThere
    if len(request.body) > MOST_BYTES:
        raise Refused(Problem(status=413))
    delivery = operations.receive(
        source=source, body=request.body, by=source.acts_as, at=timezone.now()
    )
    if delivery.outcome == DeliveryOutcome.REFUSED:
        raise Refused(_refusal(delivery))
    return Status(STATUS.get(DeliveryOutcome(delivery.outcome), 200), delivery)


STATUS = {DeliveryOutcome.RECORDED: 201, DeliveryOutcome.HELD: 202}
MOST_BYTES = 256 * 1024


def _refusal(delivery: Delivery) -> Problem:
    reasons = tell_all(delivery.problems)
    errors = [
        FieldError(
            detail=reason,
            code=each["code"].replace("_", "-"),
            pointer=f"#/{each['field'] or each['value']}",
        )
        for each, reason in zip(delivery.problems, reasons, strict=True)
    ]
    return Problem(status=422, detail=" ".join(reasons), errors=errors)
