"""Contracts in the REST API."""

from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Limit,
    OneOf,
    Page,
    referring,
)
from twintrack.foundation.files.models import Attachment
from twintrack.hub.products.queries import get_product
from twintrack.sales.contracts import operations, queries
from twintrack.sales.contracts.api.shapes import (
    ContractBody,
    ContractChangeBody,
    ContractFacts,
    ContractFromQuoteBody,
    ContractOut,
    ContractReasonBody,
    ContractSignatureBody,
    ContractTermsBody,
    ContractVersionOut,
    ContractWholeOut,
    DueReachedBody,
    KeptFileOut,
)
from twintrack.sales.contracts.lifecycle import ContractState
from twintrack.sales.contracts.models import Contract, ContractVersion
from twintrack.sales.contracts.operations import ContractDetails, Signature
from twintrack.sales.contracts.queries import Wanted
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline.queries import get_opportunity
from twintrack.sales.quotes.queries import get_version as get_quote_version
from twintrack.sales.sla.queries import get_plan, newest_version
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="contracts", label=_("Contracts"))


@router.get("/contracts", response=Page[ContractOut], summary=_("List contracts"))
def list_contracts(
    request: ApiRequest,
    *,
    state: Annotated[str, OneOf(ContractState)] | None = None,
    is_open: bool = False,
    customer: str = "",
    q: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Contract]:
    user = request.user
    check_may(user, Act.SEE_CONTRACTS)
    wanted = Wanted(
        state="open" if is_open else state or "",
        customer=get_customer(customer, for_user=user) if customer else None,
        text=q,
    )
    rows = queries.list_contracts(for_user=user, wanted=wanted)
    return key_page(rows, order=("-pk",), after=after, size=limit)


@router.post("/contracts", response={201: ContractWholeOut}, summary=_("Draft a contract by hand"))
def draft_contract(request: ApiRequest, body: ContractBody) -> Contract:
    user = request.user
    with referring("customer"):
        customer = get_customer(body.customer, for_user=user)
    with referring("opportunity"):
        found = get_opportunity(body.opportunity, for_user=user) if body.opportunity else None
    with referring("products"):
        products = [get_product(code, for_user=user) for code in body.products]
    details = ContractDetails(
        customer=customer,
        title=body.title,
        currency=body.currency,
        terms=body.terms.terms(),
        reason=body.reason,
        opportunity=found,
        products=products,
        our_party=body.our_party,
        their_party=body.their_party,
    )
    return operations.draft_by_hand(details=details, by=user, at=timezone.now())


@router.post(
    "/contracts/from-quote",
    response={201: ContractWholeOut},
    summary=_("Draft the contract of an accepted quote"),
)
def draft_contract_from_quote(request: ApiRequest, body: ContractFromQuoteBody) -> Contract:
    with referring("quote"):
        version = get_quote_version(body.quote, body.version, for_user=request.user)
    return operations.draft_from_quote(
        version=version,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        overlap_note=body.overlap_note,
        by=request.user,
        at=timezone.now(),
    )


@router.get("/contracts/{number}", response=ContractWholeOut, summary=_("Read a contract"))
def get_contract(request: ApiRequest, number: str) -> Contract:
    return queries.get_contract(number, for_user=request.user)


@router.patch("/contracts/{number}", response=ContractWholeOut, summary=_("Change a contract"))
def change_contract(request: ApiRequest, number: str, body: ContractChangeBody) -> Contract:
    return operations.change(
        contract=queries.get_contract(number, for_user=request.user),
        before=_values(body.before, request),
        values=_values(body.values, request),
        by=request.user,
        at=timezone.now(),
    )


def _values(facts: ContractFacts, request: ApiRequest) -> dict[str, Any]:
    special = {"products", "owner_id", "sla_plan_id"}
    values = facts.model_dump(exclude_none=True, exclude=special)
    if facts.products is not None:
        with referring("products"):
            values["products"] = [
                get_product(code, for_user=request.user) for code in facts.products
            ]
    if facts.owner_id is not None:
        with referring("owner_id"):
            values["owner"] = get_person(facts.owner_id)
    if facts.sla_plan_id is not None:
        with referring("sla_plan_id"):
            values["sla_version"] = newest_version(
                get_plan(facts.sla_plan_id, for_user=request.user)
            )
    return values


@router.post(
    "/contracts/{number}/versions/{ordinal}/terms",
    response=ContractVersionOut,
    summary=_("Write the terms of a version that is not signed"),
)
def write_contract_terms(
    request: ApiRequest, number: str, ordinal: int, body: ContractTermsBody
) -> ContractVersion:
    return operations.write_terms(
        version=queries.get_version(number, ordinal, for_user=request.user),
        revision=body.revision,
        terms=body.terms.terms(),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/contracts/{number}/versions/{ordinal}/signature",
    response=ContractVersionOut,
    summary=_("Note that both sides signed"),
)
def sign_contract(
    request: ApiRequest, number: str, ordinal: int, body: ContractSignatureBody
) -> ContractVersion:
    return operations.sign(
        version=queries.get_version(number, ordinal, for_user=request.user),
        signature=Signature(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/contracts/{number}/versions",
    response={201: ContractVersionOut},
    summary=_("Begin an amendment"),
)
def amend_contract(request: ApiRequest, number: str, body: ContractReasonBody) -> ContractVersion:
    return operations.amend(
        contract=queries.get_contract(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/contracts/{number}/versions/{ordinal}/discarding",
    response=ContractVersionOut,
    summary=_("Drop an amendment that is not signed"),
)
def discard_amendment(request: ApiRequest, number: str, ordinal: int) -> ContractVersion:
    version = queries.get_version(number, ordinal, for_user=request.user)
    return operations.discard_amendment(version=version, by=request.user, at=timezone.now())


@router.post(
    "/contracts/{number}/termination",
    response=ContractWholeOut,
    summary=_("End a contract before its time"),
)
def terminate_contract(request: ApiRequest, number: str, body: ContractReasonBody) -> Contract:
    return operations.terminate(
        contract=queries.get_contract(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/contracts/{number}/completion", response=ContractWholeOut, summary=_("Complete a contract")
)
def complete_contract(request: ApiRequest, number: str) -> Contract:
    contract = queries.get_contract(number, for_user=request.user)
    return operations.complete(contract=contract, by=request.user, at=timezone.now())


@router.post(
    "/contracts/{number}/renewal",
    response={201: ContractWholeOut},
    summary=_("Draft the contract that follows"),
)
def renew_contract(request: ApiRequest, number: str) -> Contract:
    contract = queries.get_contract(number, for_user=request.user)
    return operations.renew(contract=contract, by=request.user, at=timezone.now())


@router.post(
    "/contracts/{number}/due",
    response=ContractWholeOut,
    summary=_("Note that what instalments wait for happened, or did not"),
)
def note_contract_due(request: ApiRequest, number: str, body: DueReachedBody) -> Contract:
    given: dict[str, Any] = {
        "contract": queries.get_contract(number, for_user=request.user),
        "trigger": body.trigger,
        "instalment_ids": body.instalment_ids,
        "by": request.user,
        "at": timezone.now(),
    }
    if body.on is None:
        return operations.unreach_due(**given)
    return operations.reach_due(**given, on=body.on)


@router.post("/contracts/{number}/files", response={201: KeptFileOut}, summary=_("Keep a file"))
def keep_contract_file(request: ApiRequest, number: str, file: File[UploadedFile]) -> Attachment:
    contract = queries.get_contract(number, for_user=request.user)
    return operations.add_file(contract=contract, uploaded=file, by=request.user, at=timezone.now())
