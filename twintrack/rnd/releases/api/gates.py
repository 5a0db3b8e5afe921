"""The check list of a release, and what a product asks for."""

from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, OneOf, Out
from twintrack.hub.products.queries import get_product
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.api.router import router
from twintrack.rnd.releases.gates import Aim, Checked, Verdict, aims_of, check_list


class ReleaseGateOut(Out):
    code: str = Field(alias="gate.code")
    label: str
    verdict: Annotated[str, OneOf(Verdict)] = Field(alias="fact.verdict")
    sentence: str
    figure: Decimal | None = Field(alias="fact.figure")
    target: Decimal | None = Field(alias="fact.target")
    unit: str = Field(alias="gate.unit")

    @staticmethod
    def resolve_label(checked: Checked) -> str:
        return str(checked.gate.label)

    @staticmethod
    def resolve_sentence(checked: Checked) -> str:
        return str(checked.fact.sentence)


class GateAimOut(Out):
    code: str = Field(alias="gate.code")
    label: str
    target: Decimal | None
    is_on: bool

    @staticmethod
    def resolve_label(aim: Aim) -> str:
        return str(aim.gate.label)


class GateAimBody(Body):
    target: Decimal | None = Field(default=None, ge=0, max_digits=7, decimal_places=2)
    is_on: bool = True


@router.get(
    "/releases/{number}/gates",
    response=list[ReleaseGateOut],
    summary=_("Read the check list of a release"),
)
def list_gates(request: ApiRequest, number: str) -> list[Checked]:
    release = queries.get_release(number, for_user=request.user)
    return check_list(release, for_user=request.user)


@router.get(
    "/products/{code}/release-gates",
    response=list[GateAimOut],
    summary=_("List what a product's releases must reach"),
)
def list_aims(request: ApiRequest, code: str) -> list[Aim]:
    return aims_of(get_product(code, for_user=request.user).pk)


@router.post(
    "/products/{code}/release-gates/{gate}",
    response=list[GateAimOut],
    summary=_("Set what a product's releases must reach at a gate"),
)
def set_gate(request: ApiRequest, code: str, gate: str, body: GateAimBody) -> list[Aim]:
    product = get_product(code, for_user=request.user)
    operations.set_gate(
        product=product,
        code=gate,
        target=body.target,
        is_on=body.is_on,
        by=request.user,
        at=timezone.now(),
    )
    return aims_of(product.pk)
