"""Risks and early warning rules by the REST API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects.queries import get_project
from twintrack.hub.risks import operations, queries
from twintrack.hub.risks.lifecycle import RiskState
from twintrack.hub.risks.models import Mute, Response, Risk, RiskKind
from twintrack.hub.risks.operations import RiskDetails, Silence
from twintrack.hub.risks.queries import Watched
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="risks", label=_("Risks"))
Share = Annotated[int, Field(ge=1, le=99, description="Percent")]
Days = Annotated[int, Field(ge=0, le=999, description="Working days")]
View = Annotated[str, Field(pattern="^(alive|mine|warnings|over|all)$")]


class RiskOut(Out):
    number: str
    words: str = Field(description="What may happen, in your language")
    description: str
    kind: Annotated[str, OneOf(RiskKind)]
    product: str = Field(alias="product.code")
    project: str | None
    state: Annotated[str, OneOf(RiskState)]
    probability: int
    impact_days: int
    owner: PersonOut
    response: str
    plan: str
    trigger: str
    review_on: date | None
    rule: str = Field(description="The rule that raised it; empty if a person did")
    subject_kind: str
    subject_id: int | None
    evidence: dict[str, Any]
    cleared_at: datetime | None
    outcome: str = Field(description="right or wrong, once that is known")
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_project(risk: Risk) -> str | None:
        return risk.project.number if risk.project else None


class RiskValuesBody(Body):
    never_null = frozenset({"title", "kind", "probability", "impact_days", "owner"})

    title: str | None = Field(None, max_length=200)
    description: str | None = Field(None, max_length=20_000)
    kind: Annotated[str, OneOf(RiskKind)] | None = None
    project: str | None = Field(None, description="Number of a project")
    probability: Share | None = None
    impact_days: Days | None = None
    owner: Key | None = Field(None, description="Id of a person")
    response: Annotated[str, OneOf(Response)] | None = None
    plan: str | None = Field(None, max_length=20_000)
    trigger: str | None = Field(None, max_length=300)
    review_on: date | None = None


class RiskChangeBody(RiskValuesBody):
    """The fields to change, and in `before` those that the caller saw, to refuse a stale edit."""

    before: RiskValuesBody | None = None


class RiskBody(RiskValuesBody):
    product: str = Field(description="The product's code")
    about: str = Field("", max_length=60, description="What it is about, such as finding:12")
    title: str = Field(min_length=1, max_length=200)


class RiskStateBody(Body):
    state: Annotated[str, OneOf(RiskState)]
    seen: Annotated[str, OneOf(RiskState)] | None = Field(None, description="The state you saw")
    reason: str = Field("", max_length=300)


class RuleOut(Out):
    code: str
    label: str
    meaning: str
    is_on: bool
    values: dict[str, Decimal]
    open: int
    right: int
    judged: int
    share: int | None = Field(description="Percent that were right; null below five")

    @staticmethod
    def resolve_code(watched: Watched) -> str:
        return watched.rule.code

    @staticmethod
    def resolve_label(watched: Watched) -> str:
        return str(watched.rule.label)

    @staticmethod
    def resolve_meaning(watched: Watched) -> str:
        return str(watched.rule.meaning)


class TuneBody(Body):
    is_on: bool = True
    values: dict[str, Decimal] = {}


class MuteBody(Body):
    reason: str = Field(min_length=1, max_length=300)
    until: date | None = None
    risk: str | None = Field(None, description="Only about what this risk is about")


class MuteOut(Out):
    id: int
    reason: str
    until: date | None
    subject_kind: str
    subject_id: int | None


def _values(body: RiskValuesBody, request: ApiRequest) -> dict[str, Any]:
    names = body.model_fields_set & RiskValuesBody.model_fields.keys()
    sent = {name: getattr(body, name) for name in names}
    if sent.get("project"):
        with referring("project"):
            sent["project"] = get_project(sent["project"], for_user=request.user)
    if sent.get("owner"):
        with referring("owner"):
            sent["owner"] = get_person(sent["owner"])
    for name in ("description", "response", "plan", "trigger"):
        if name in sent:
            sent[name] = sent[name] or ""
    return sent


@router.get("/risks", response=Page[RiskOut], summary=_("List risks"))
def list_risks(
    request: ApiRequest, view: View = "alive", after: str = "", limit: Limit = 50
) -> KeyPage[Risk]:
    rows = queries.list_risks(for_user=request.user, view=view).select_related("project")
    return key_page(rows, order=("-updated_at", "-pk"), after=after, size=limit)


@router.post("/risks", response={201: RiskOut}, summary=_("Write a risk down"))
def raise_risk(request: ApiRequest, body: RiskBody) -> Risk:
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    subject = queries.seen_subject(body.about, for_user=request.user)
    details = RiskDetails(product=product, subject=subject, **_values(body, request))
    return operations.raise_risk(details=details, by=request.user, at=timezone.now())


@router.get("/risks/{number}", response=RiskOut, summary=_("Read a risk"))
def get_risk(request: ApiRequest, number: str) -> Risk:
    return queries.get_risk(number, for_user=request.user)


@router.patch("/risks/{number}", response=RiskOut, summary=_("Change a risk"))
def change_risk(request: ApiRequest, number: str, body: RiskChangeBody) -> Risk:
    return operations.change(
        risk=queries.get_risk(number, for_user=request.user),
        before=_values(body.before, request) if body.before else {},
        values=_values(body, request),
        by=request.user,
        at=timezone.now(),
    )


@router.post("/risks/{number}/state", response=RiskOut, summary=_("Move a risk on"))
def move_risk(request: ApiRequest, number: str, body: RiskStateBody) -> Risk:
    return operations.move(
        risk=queries.get_risk(number, for_user=request.user),
        to=RiskState(body.state),
        seen=body.seen or "",
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.get("/warning-rules", response=list[RuleOut], summary=_("List early warning rules"))
def list_rules(request: ApiRequest) -> list[Watched]:
    check_may(request.user, Act.USE)
    return queries.read_rules(at=timezone.now(), for_user=request.user)


@router.post("/warning-rules/{code}", response=RuleOut, summary=_("Tune an early warning rule"))
def tune_rule(request: ApiRequest, code: str, body: TuneBody) -> Watched:
    now = timezone.now()
    operations.tune(
        rule=queries.get_watched(code, at=now, for_user=request.user).rule,
        values=body.values,
        is_on=body.is_on,
        by=request.user,
        at=now,
    )
    return queries.get_watched(code, at=now, for_user=request.user)


@router.post(
    "/warning-rules/{code}/mutes",
    response={201: MuteOut},
    summary=_("Let an early warning rule be silent"),
)
def mute_rule(request: ApiRequest, code: str, body: MuteBody) -> Mute:
    now = timezone.now()
    about: dict[str, Any] = {}
    if body.risk:
        with referring("risk"):
            risk = queries.get_risk(body.risk, for_user=request.user)
            if risk.rule != code:
                raise NotThere
        about = {"subject_kind": risk.subject_kind, "subject_id": risk.subject_id}
    return operations.mute(
        rule=queries.get_watched(code, at=now, for_user=request.user).rule,
        silence=Silence(reason=body.reason, until=body.until, **about),
        by=request.user,
        at=now,
    )


@router.delete(
    "/warning-rules/mutes/{pk}",
    response={204: None},
    summary=_("Let an early warning rule speak again"),
)
def unmute_rule(request: ApiRequest, pk: Key) -> HttpResponse:
    operations.unmute(
        mute=queries.get_mute(pk, for_user=request.user), by=request.user, at=timezone.now()
    )
    return HttpResponse(status=204)
