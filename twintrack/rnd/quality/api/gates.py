"""Endpoints of how products stand, and of what they must keep."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import referring
from twintrack.hub.products.queries import get_module, get_product
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.api.router import router
from twintrack.rnd.quality.api.shapes import (
    ModuleQualityOut,
    ProductQualityOut,
    QualityGateBody,
    QualityGateOut,
)
from twintrack.rnd.quality.models import QualityGate
from twintrack.rnd.quality.operations import Limits
from twintrack.rnd.quality.queries import overview as overviews


@router.get(
    "/products/{code}/quality", response=ProductQualityOut, summary=_("Read how a product stands")
)
def get_quality(request: ApiRequest, code: str) -> dict[str, Any]:
    product = get_product(code, for_user=request.user)
    stands = overviews.overview_of(product, now=timezone.now())
    return {
        "product": product.code,
        "verdict": stands.verdict,
        "rows": [
            {
                "module_id": row.module.pk if row.module else None,
                "verdict": row.verdict,
                **{
                    name: getattr(row.standing, name)
                    for name in ModuleQualityOut.model_fields
                    if hasattr(row.standing, name)
                },
            }
            for row in stands.rows
        ],
    }


@router.get(
    "/products/{code}/quality-gates",
    response=list[QualityGateOut],
    summary=_("List a product's gates"),
)
def list_gates(request: ApiRequest, code: str) -> list[QualityGate]:
    product = get_product(code, for_user=request.user)
    return list(overviews.list_gates(product))


@router.post(
    "/products/{code}/quality-gates",
    response=QualityGateOut,
    summary=_("Set what a product or one of its modules must keep"),
)
def set_gate(request: ApiRequest, code: str, body: QualityGateBody) -> QualityGate:
    product = get_product(code, for_user=request.user)
    with referring("module_id"):
        module = None if body.module_id is None else get_module(product, body.module_id)
    return operations.set_gate(
        product=product,
        module=module,
        before=body.before.model_dump(exclude_unset=True),
        limits=Limits(**body.limits.model_dump()),
        by=request.user,
        at=timezone.now(),
    )
