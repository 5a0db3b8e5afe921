"""Addresses to which other systems send what customers say, in the REST API."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Status
from pydantic import Field

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest, Caller, TokenGuard
from twintrack.foundation.api.problems import Problem, Refused
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page
from twintrack.foundation.api.scopes import Scope
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.answers import refusal_of
from twintrack.sales.intake.api.sent import SIGNATURE, TIMESTAMP, WHAT_IS_SENT
from twintrack.sales.intake.keys import hash_of, is_signed, signing_secret
from twintrack.sales.intake.lifecycle import DeliveryOutcome, Logged
from twintrack.sales.intake.models import Delivery, InboundSource
from twintrack.sales.intake.operations import Template
from twintrack.sales.intake.problems import tell_all
from twintrack.sales.intake.queries import find_source
from twintrack.sales.intake.trial import Trial, try_out
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="inbound", label=_("Inbound addresses"))


class InboundTemplateBody(Body):
    paths: dict[str, str] = Field(default={}, description="Field to path, `a.b | c`; none: our own")
    defaults: dict[str, str] = {}
    value_maps: dict[str, dict[str, str]] = {}
    needs_signature: bool = False

    def template(self, sample: Any = None) -> Template:
        told = self.model_dump(include={"paths", "defaults", "value_maps", "needs_signature"})
        return Template(**told, sample=sample)


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


class SourceNameBody(Body):
    name: str = Field(min_length=1, max_length=40)


class SourceKeyOut(SourceOut):
    key: str


class SourceSecretOut(SourceOut):
    signing_secret: str


class InboundTrialBody(InboundTemplateBody):
    body: dict[str, Any] = Field(description="What would be sent")


class InboundTrialOut(Out):
    outcome: Annotated[str, OneOf(DeliveryOutcome)]
    values: dict[str, str]
    wrong: dict[str, list[str]]
    external_id: str
    updated_at: datetime | None


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


class DeliveryWholeOut(DeliveryOut):
    body: str
    size: int
    status: int
    answer: dict[str, Any]
    again_of: int | None = Field(alias="again_of_id", default=None)


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
    "/inbound-sources/{pk}/trial",
    response=InboundTrialOut,
    summary=_("Try how an inbound address would read something; nothing is written"),
)
def try_source(request: ApiRequest, pk: int, body: InboundTrialBody) -> Trial:
    source = queries.get_source(pk, for_user=request.user)
    sent = json.dumps(body.body).encode()
    return try_out(sent, source=source, template=body.template(), at=timezone.now())


@router.post(
    "/inbound-sources/{pk}/name", response=SourceOut, summary=_("Rename an inbound address")
)
def rename_source(request: ApiRequest, pk: int, body: SourceNameBody) -> InboundSource:
    return operations.rename_source(
        source=queries.get_source(pk, for_user=request.user),
        name=body.name,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/inbound-sources/{pk}/key",
    response=SourceKeyOut,
    summary=_("Renew the key of an inbound address"),
)
def renew_key(request: ApiRequest, pk: int) -> Mapping[str, Any]:
    source = queries.get_source(pk, for_user=request.user)
    source, key = operations.renew_key(source=source, by=request.user, at=timezone.now())
    return {**vars(source), "key": key}


@router.post(
    "/inbound-sources/{pk}/signature",
    response=SourceSecretOut,
    summary=_("Take only signed deliveries, with a new secret"),
)
def want_signature(request: ApiRequest, pk: int) -> Mapping[str, Any]:
    source = queries.get_source(pk, for_user=request.user)
    source, secret = operations.want_signature(source=source, by=request.user, at=timezone.now())
    return {**vars(source), "signing_secret": secret}


@router.delete(
    "/inbound-sources/{pk}/signature",
    response=SourceOut,
    summary=_("Take deliveries that are not signed too"),
)
def drop_signature(request: ApiRequest, pk: int) -> InboundSource:
    source = queries.get_source(pk, for_user=request.user)
    return operations.drop_signature(source=source, by=request.user, at=timezone.now())


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
    request: ApiRequest,
    pk: int,
    outcome: Annotated[str, OneOf(Logged)] | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Delivery]:
    source = queries.get_source(pk, for_user=request.user)
    rows = queries.list_deliveries(source, logged=outcome or "")
    return key_page(rows, order=("-pk",), after=after, size=limit)


@router.get(
    "/inbound-deliveries/{pk}",
    response=DeliveryWholeOut,
    summary=_("Read what was sent, and what was answered"),
)
def get_delivery(request: ApiRequest, pk: int) -> Delivery:
    return queries.get_delivery(pk, for_user=request.user)


@router.post(
    "/inbound-deliveries/{pk}/repeat",
    response={201: DeliveryWholeOut},
    summary=_("Let in once more what was refused or held"),
)
def deliver_again(request: ApiRequest, pk: int) -> Delivery:
    return operations.deliver_again(
        delivery=queries.get_delivery(pk, for_user=request.user),
        by=request.user,
        at=timezone.now(),
    )


class KeyGuard:
    """Let in what is sent to an address with its key, signed where it must be."""

    def __call__(self, request: HttpRequest) -> Caller:
        match = request.resolver_match
        source = find_source(hash_of(str(match.kwargs["key"]))) if match else None
        if source is None:
            detail = _("No inbound address has this key, or it was revoked. Ask an administrator.")
            raise Refused(Problem(status=401, code="key-not-valid", detail=detail))
        signature = request.headers.get(SIGNATURE, "")
        timestamp = request.headers.get(TIMESTAMP, "")
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
    openapi_extra=WHAT_IS_SENT,
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
    delivery = operations.receive(
        source=source, body=request.body, by=source.acts_as, at=timezone.now()
    )
    if delivery.outcome == DeliveryOutcome.REFUSED:
        raise Refused(refusal_of(delivery))
    return Status(delivery.status, delivery)
