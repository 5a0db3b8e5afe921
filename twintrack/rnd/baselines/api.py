"""Baselines in the REST API."""

from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, PersonOut, referring
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects.queries import get_milestone
from twintrack.rnd.backlog.queries import get_requirements
from twintrack.rnd.baselines import operations, queries
from twintrack.rnd.baselines.comparing import (
    Comparison,
    CriteriaChange,
    Difference,
    FieldChange,
    compare_two,
    compare_with_now,
)
from twintrack.rnd.baselines.lifecycle import Scope
from twintrack.rnd.baselines.models import Baseline
from twintrack.rnd.releases.queries import get_release
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="baselines", label=_("Baselines"))


class BaselineOut(Out):
    number: str
    name: str
    note: str
    product: str = Field(alias="product.code")
    scope: Annotated[str, OneOf(Scope)]
    milestone: str | None
    release: str | None
    size: int
    set_by: PersonOut
    set_at: datetime
    retired_at: datetime | None
    retired_reason: str

    @staticmethod
    def resolve_milestone(baseline: Baseline) -> str | None:
        return baseline.milestone.number if baseline.milestone else None

    @staticmethod
    def resolve_release(baseline: Baseline) -> str | None:
        return baseline.release.number if baseline.release else None


class BaselineChangeOut(Schema):
    field: str
    before: str | date | None
    after: str | date | None
    criteria_added: list[str]
    criteria_removed: list[str]
    by: str | None
    at: datetime | None
    entry: int | None = Field(description="The ledger's entry that changed it last")


class DifferenceOut(Schema):
    requirement: str
    title: str
    difference: str = Field(description="added, removed, changed or same")
    state_before: str | None
    state: str
    changes: list[BaselineChangeOut]
    by: str | None
    at: datetime | None
    entry: int | None


class ComparisonOut(Schema):
    size: int
    added: int
    removed: int
    changed: int
    churn: int = Field(description="Added, removed and changed over the size, in percent")
    differences: list[DifferenceOut]


class BaselineBody(Body):
    name: str = Field(min_length=1, max_length=120)
    product: str = Field(description="The product's code")
    note: str = Field("", max_length=2000)
    milestone: str | None = Field(None, description="Its number; freezes what is planned for it")
    release: str | None = Field(None, description="Its number; freezes what ships with it")
    requirements: list[str] = Field(default=[], max_length=500, description="Freezes only these")


class RetirementBody(Body):
    reason: str = Field(min_length=1, max_length=300)


@router.get("/baselines", response=Page[BaselineOut], summary=_("List baselines"))
def list_baselines(
    request: ApiRequest,
    *,
    product: str = "",
    active: bool | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Baseline]:
    rows = queries.list_baselines(
        for_user=request.user,
        product=get_product(product, for_user=request.user) if product else None,
        is_active=active,
    )
    return key_page(rows, order=("-set_at", "-pk"), after=after, size=limit)


@router.post("/baselines", response={201: BaselineOut}, summary=_("Freeze a scope"))
def set_baseline(request: ApiRequest, body: BaselineBody) -> Baseline:
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    with referring("milestone"):
        milestone = get_milestone(body.milestone, for_user=request.user) if body.milestone else None
    with referring("release"):
        release = get_release(body.release, for_user=request.user) if body.release else None
    with referring("requirements"):
        requirements = get_requirements(body.requirements, for_user=request.user)
    return operations.set_baseline(
        freeze=operations.Freeze(
            name=body.name,
            note=body.note,
            product=product,
            milestone=milestone,
            release=release,
            requirements=requirements,
        ),
        by=request.user,
        at=timezone.now(),
    )


@router.get("/baselines/{number}", response=BaselineOut, summary=_("Read a baseline"))
def get_baseline(request: ApiRequest, number: str) -> Baseline:
    return queries.get_baseline(number, for_user=request.user)


@router.get(
    "/baselines/{number}/differences",
    response=ComparisonOut,
    summary=_("Compare a baseline with now, or with another one"),
)
def list_differences(request: ApiRequest, number: str, other: str = "") -> dict[str, object]:
    baseline = queries.get_baseline(number, for_user=request.user)
    if not other:
        return _told(compare_with_now(baseline))
    return _told(compare_two(baseline, queries.get_baseline(other, for_user=request.user)))


@router.post("/baselines/{number}/retirement", response=BaselineOut, summary=_("Retire a baseline"))
def retire_baseline(request: ApiRequest, number: str, body: RetirementBody) -> Baseline:
    operations.retire_baseline(
        baseline=queries.get_baseline(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_baseline(number, for_user=request.user)


@router.post(
    "/baselines/{number}/resumption",
    response=BaselineOut,
    summary=_("Hold against a baseline again"),
)
def resume_baseline(request: ApiRequest, number: str) -> Baseline:
    operations.resume_baseline(
        baseline=queries.get_baseline(number, for_user=request.user),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_baseline(number, for_user=request.user)


def _told(comparison: Comparison) -> dict[str, object]:
    return {
        "size": comparison.size,
        "added": len(comparison.added),
        "removed": len(comparison.removed),
        "changed": len(comparison.changed),
        "churn": comparison.churn,
        "differences": [_difference(each) for each in comparison.differences],
    }


def _difference(each: Difference) -> dict[str, object]:
    return {
        "requirement": each.requirement.number,
        "title": each.requirement.title,
        "difference": each.what,
        "state_before": each.frozen.state if each.frozen else None,
        "state": each.requirement.state,
        "changes": [_change(change) for change in each.changes],
        **_doer(each.last),
    }


def _change(change: FieldChange) -> dict[str, object]:
    is_list = isinstance(change.after, CriteriaChange)
    criteria = change.after if is_list else CriteriaChange(added=(), removed=(), reworded=())
    return {
        "field": change.field,
        "before": None if is_list else change.before,
        "after": None if is_list else change.after,
        "criteria_added": [*criteria.added, *(now for _was, now in criteria.reworded)],
        "criteria_removed": [*criteria.removed, *(was for was, _now in criteria.reworded)],
        **_doer(change.last),
    }


def _doer(entry: Entry | None) -> dict[str, object]:
    if entry is None:
        return {"by": None, "at": None, "entry": None}
    return {"by": entry.actor.name, "at": entry.happened_at, "entry": entry.pk}
