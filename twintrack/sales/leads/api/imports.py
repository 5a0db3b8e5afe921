"""Leads from files, in the REST API."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Out
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.api.leads import router
from twintrack.sales.leads.models import LeadImport


class LeadImportOut(Out):
    id: int
    name: str
    columns: list[str]
    mapping: dict[str, str]
    taken: int
    known: int
    wrong: int


class LeadTrialOut(Out):
    line: int
    company: str = Field(alias="details.company")
    wrong: str = Field(description="Why it is not usable; empty if it is")
    same: str = Field(description="Why it is known already; empty if it is new")

    @staticmethod
    def resolve_wrong(tried: operations.Tried) -> str:
        return str(tried.wrong)

    @staticmethod
    def resolve_same(tried: operations.Tried) -> str:
        return str(tried.same.words) if tried.same else ""


class LeadImportRunBody(Body):
    mapping: dict[str, Annotated[str, Field(max_length=80)]] | None = Field(
        default=None, description="From the fields of leads to columns; as guessed, if left out"
    )
    with_known: bool = Field(default=False, description="Take in also who is known already")


@router.post("/lead-imports", response={201: LeadImportOut}, summary=_("Send a file of leads"))
def prepare_import(request: ApiRequest, file: File[UploadedFile]) -> LeadImport:
    """Read a file and guess its columns; nothing becomes a lead before it is run."""
    return operations.prepare_import(
        data=file.read(), name=file.name or "", by=request.user, at=timezone.now()
    )


@router.get(
    "/lead-imports/{int:pk}/trial",
    response=list[LeadTrialOut],
    summary=_("Try a file of leads"),
)
def try_rows(request: ApiRequest, pk: int) -> list[operations.Tried]:
    """Say what would become of each row by the guessed columns; nothing is written."""
    run = queries.get_import(pk, for_user=request.user)
    return operations.try_rows(run, run.mapping, by=request.user)


@router.post(
    "/lead-imports/{int:pk}/run", response=LeadImportOut, summary=_("Import a file of leads")
)
def run_import(request: ApiRequest, pk: int, body: LeadImportRunBody) -> LeadImport:
    run = queries.get_import(pk, for_user=request.user)
    return operations.run_import(
        run=run,
        mapping=body.mapping if body.mapping is not None else run.mapping,
        with_known=body.with_known,
        by=request.user,
        at=timezone.now(),
    )
