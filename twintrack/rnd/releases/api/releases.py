"""A release from the plan to customers."""

from datetime import date
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, referring
from twintrack.hub.products.queries import get_product
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.api.router import router
from twintrack.rnd.releases.api.shapes import ReleaseOut, ReleaseReasonBody
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.operations import ReleaseDetails, Shipment
from twintrack.rnd.releases.scope import scopes_of
from twintrack.ui.paging import KeyPage, key_page


class ScopeOut(Out):
    total: int
    done: int


class ReleaseBody(Body):
    product: str = Field(description="The product's code")
    name: str = Field(min_length=1, max_length=40)
    goal: str = Field(default="", max_length=200)
    planned_on: date | None = None


class ReleaseChangeBody(Body):
    before: dict[str, str | int | None] = Field(
        default_factory=dict, description="What you saw of the fields you change"
    )
    name: str | None = Field(default=None, max_length=40)
    goal: str | None = Field(default=None, max_length=200)
    owner: int | None = Field(default=None, ge=1)
    planned_on: date | None = None
    forecast_on: date | None = None


class ReleaseStateBody(Body):
    to: Annotated[str, OneOf(State)]
    reason: str = Field(default="", max_length=1000)


class ShipmentBody(Body):
    on: date | None = Field(default=None, description="Today without it")
    carry_to: str | None = Field(default=None, description="The release for what is not done")
    reason: str = Field(default="", max_length=1000)


@router.get("/releases", response=Page[ReleaseOut], summary=_("List releases"))
def list_releases(
    request: ApiRequest,
    product: str = "",
    state: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Release]:
    found = get_product(product, for_user=request.user) if product else None
    states = [state] if state else []
    releases = queries.list_releases(for_user=request.user, product=found, states=states)
    return key_page(releases, order=("day_key", "pk"), after=after, size=limit)


@router.post("/releases", response={201: ReleaseOut}, summary=_("Plan a release"))
def plan_release(request: ApiRequest, body: ReleaseBody) -> Release:
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    details = ReleaseDetails(**body.model_dump(exclude={"product"}), product=product)
    release = operations.plan_release(details=details, by=request.user, at=timezone.now())
    return queries.get_release(release.number, for_user=request.user)


@router.get("/releases/{number}", response=ReleaseOut, summary=_("Read a release"))
def get_release(request: ApiRequest, number: str) -> Release:
    return queries.get_release(number, for_user=request.user)


@router.get("/releases/{number}/scope", response=ScopeOut, summary=_("Count what a release holds"))
def get_scope(request: ApiRequest, number: str) -> object:
    release = queries.get_release(number, for_user=request.user)
    return scopes_of([release.pk])[release.pk]


@router.post("/releases/{number}/facts", response=ReleaseOut, summary=_("Change a release's facts"))
def change_release(request: ApiRequest, number: str, body: ReleaseChangeBody) -> Release:
    release = queries.get_release(number, for_user=request.user)
    sent = body.model_dump(include=body.model_fields_set - {"before"})
    values = {name: value for name, value in sent.items() if value is not None or "_on" in name}
    if body.owner is not None:
        with referring("owner"):
            values["owner"] = get_person(body.owner)
    operations.change_release(
        release=release,
        before=_seen(release, body.before),
        values=values,
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_release(number, for_user=request.user)


def _seen(release: Release, before: dict[str, str | int | None]) -> dict[str, object]:
    """Read what the caller saw; where it is what stands there, as what stands there."""
    seen: dict[str, object] = {}
    for name, value in before.items():
        stands = getattr(release, name, None)
        written = stands.pk if name == "owner" and stands else stands
        seen[name] = stands if str(written or "") == str(value or "") else value
    return seen


@router.post(
    "/releases/{number}/state",
    response=ReleaseOut,
    summary=_("Bring a release to another state of its work"),
)
def move_release(request: ApiRequest, number: str, body: ReleaseStateBody) -> Release:
    return operations.move(
        release=queries.get_release(number, for_user=request.user),
        to=State(body.to),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/releases/{number}/freeze", response=ReleaseOut, summary=_("Freeze a release"))
def freeze_release(request: ApiRequest, number: str) -> Release:
    release = queries.get_release(number, for_user=request.user)
    return operations.freeze(release=release, by=request.user, at=timezone.now())


@router.post("/releases/{number}/shipment", response=ReleaseOut, summary=_("Ship a release"))
def ship_release(request: ApiRequest, number: str, body: ShipmentBody) -> Release:
    release = queries.get_release(number, for_user=request.user)
    target = None
    if body.carry_to:
        with referring("carry_to"):
            target = queries.get_release(body.carry_to, for_user=request.user)
    shipment = Shipment(on=body.on, carry_to=target, reason=body.reason)
    return operations.ship(release=release, shipment=shipment, by=request.user, at=timezone.now())


@router.post("/releases/{number}/withdrawal", response=ReleaseOut, summary=_("Withdraw a release"))
def withdraw_release(request: ApiRequest, number: str, body: ReleaseReasonBody) -> Release:
    return operations.withdraw(
        release=queries.get_release(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/releases/{number}/return",
    response=ReleaseOut,
    summary=_("Let customers use a withdrawn release again"),
)
def restore_release(request: ApiRequest, number: str, body: ReleaseReasonBody) -> Release:
    return operations.restore(
        release=queries.get_release(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )
