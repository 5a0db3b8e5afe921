"""Estimate what requirements are worth, by the method that their product goes by."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.events import RequirementScored, ScoringChosen
from twintrack.rnd.backlog.lifecycle import Method
from twintrack.rnd.backlog.models import ProductScoring, Requirement
from twintrack.rnd.backlog.operations.locking import locked_open
from twintrack.rnd.backlog.queries import method_of
from twintrack.rnd.backlog.scoring import STEPS, Rice, Wsjf


class StepUnknown(Refusal):
    """WSJF is estimated in steps."""

    message = _("Choose one of 1, 2, 3, 5, 8, 13 and 20.")
    status = 422


@transaction.atomic
def score(
    *,
    requirement: Requirement,
    rice: Rice,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Keep what a review estimates a requirement to be worth by RICE.

    Where its product goes by WSJF, its value stays that.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    """
    check_may(by, Act.REVIEW_REQUIREMENT)
    requirement = locked_open(requirement)
    estimated = asdict(rice) | {"rice": rice.score, "rice_value": rice.value}
    _keep(requirement, Method.RICE, estimated, rice.value, at)
    record(
        RequirementScored(requirement_id=requirement.pk, rice=str(rice.score), value=rice.value),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def score_by_wsjf(
    *,
    requirement: Requirement,
    wsjf: Wsjf,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Keep what a review estimates that waiting costs, and how much work it is.

    Where its product goes by RICE, its value stays that.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises StepUnknown: if a number is none of the steps.
    """
    check_may(by, Act.REVIEW_REQUIREMENT)
    if not set(asdict(wsjf).values()) <= set(STEPS):
        raise StepUnknown
    requirement = locked_open(requirement)
    estimated = asdict(wsjf) | {"wsjf": wsjf.score, "wsjf_value": wsjf.value}
    _keep(requirement, Method.WSJF, estimated, wsjf.value, at)
    record(
        RequirementScored(
            requirement_id=requirement.pk,
            rice="",
            value=wsjf.value,
            method=Method.WSJF.value,
            wsjf=str(wsjf.score),
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def choose_scoring(
    *, product: Product, method: str, by: User, at: datetime, caused_by: Entry | None = None
) -> ProductScoring:
    """
    Let a product go by another method; what was estimated by either is kept.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if there is no such method.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    if method not in Method.values:
        raise StateNotReachable
    came_from = method_of(product.pk)
    chosen, _is_new = ProductScoring.objects.get_or_create(
        product=product, defaults={"chosen_by": by, "chosen_at": at}
    )
    if came_from == method:
        return chosen
    chosen.method, chosen.chosen_by, chosen.chosen_at = method, by, at
    chosen.save(update_fields=["method", "chosen_by", "chosen_at"])
    rows = Requirement.objects.filter(product=product)
    # All hold them in the order of their ids.
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    rows.update(value_score=F(f"{method}_value"))
    record(
        ScoringChosen(product_id=product.pk, code=product.code, came_from=came_from, method=method),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return chosen


def _keep(
    requirement: Requirement, method: Method, estimated: dict[str, Any], value: int, at: datetime
) -> None:
    if method_of(requirement.product_id) == method:
        estimated = estimated | {"value_score": value}
    for field, number in estimated.items():
        setattr(requirement, field, number)
    requirement.updated_at = at
    requirement.save(update_fields=[*estimated, "updated_at"])
