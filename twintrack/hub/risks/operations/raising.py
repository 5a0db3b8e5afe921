"""Write risks down, keep what is known of them right, and bring them to their end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal, StaleEdit, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import visible_product_ids
from twintrack.hub.projects.models import Project
from twintrack.hub.risks.events import RiskChanged, RiskMoved, RiskRaised
from twintrack.hub.risks.lifecycle import ALIVE, RiskState
from twintrack.hub.risks.models import Response, Risk, RiskKind

CHANGEABLE = (
    "title",
    "description",
    "kind",
    "project",
    "probability",
    "impact_days",
    "owner",
    "response",
    "plan",
    "trigger",
    "review_on",
)


class WordsMissing(Refusal):
    """A risk says what may happen."""

    message = _("Say what may happen.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that a risk does not have, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


class EstimateImpossible(Refusal):
    """Neither sure nor impossible, and at most some years."""

    message = _("The probability lies between 1 and 99 %, the impact between 0 and 999 days.")
    status = 422


class OwnerUnfit(Refusal):
    """Who answers for a risk must be able to read it."""

    message = _("This colleague may not see the product, so cannot look after its risks.")
    status = 422


class OtherProduct(Refusal):
    """A risk and its project are of one product."""

    message = _("This project is of another product.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class RiskDetails:
    """
    What is known of a risk at first; without an owner, who raises it looks after it.

    `subject` is the object that made somebody think of it, by its kind and its id.
    """

    title: str
    product: Product
    kind: str = RiskKind.TECHNICAL
    description: str = ""
    project: Project | None = None
    probability: int = 50
    impact_days: int = 0
    owner: User | None = None
    response: str = ""
    plan: str = ""
    trigger: str = ""
    review_on: date | None = None
    subject: tuple[str, int] | None = None


@transaction.atomic
def raise_risk(
    *, details: RiskDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Risk:
    """
    Write a risk down.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises WordsMissing: if it does not say what may happen.
    :raises OwnerUnfit: if who is to look after it may not see the product.
    :raises EstimateImpossible: if probability or impact are out of their range.
    :raises OtherProduct: if the project is of another product.
    """
    check_may(by, Act.MANAGE_RISKS)
    values = {name: getattr(details, name) for name in CHANGEABLE}
    values["owner"] = details.owner or by
    risk = Risk(product=details.product, created_by=by, created_at=at, updated_at=at)
    _set(risk, values)
    if details.subject is not None:
        risk.subject_kind, risk.subject_id = details.subject
    risk.number = next_number("RISK")
    risk.save()
    record(told(risk), about=risk, by=by, at=at, caused_by=caused_by)
    return risk


def told(risk: Risk) -> RiskRaised:
    """Give what the ledger keeps of a risk that is raised."""
    return RiskRaised(
        risk_id=risk.pk,
        number=risk.number,
        title=risk.title,
        product_id=risk.product_id,
        owner_id=risk.owner_id,
        probability=risk.probability,
        impact_days=risk.impact_days,
        rule=risk.rule,
        evidence=risk.evidence,
    )


@transaction.atomic
def change(
    *,
    risk: Risk,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Risk:
    """
    Change what is known of a risk; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises WordsMissing: if it would not say any more what may happen.
    :raises OwnerUnfit: if who is to look after it may not see the product.
    :raises EstimateImpossible: if probability or impact are out of their range.
    :raises OtherProduct: if the project is of another product.
    """
    check_may(by, Act.MANAGE_RISKS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    risk = Risk.objects.select_for_update(no_key=True).get(pk=risk.pk)
    current = {field: getattr(risk, field) for field in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return risk
    _set(risk, to)
    risk.updated_at = at
    risk.save(update_fields=[*to, "updated_at"])
    record(
        RiskChanged(
            risk_id=risk.pk,
            number=risk.number,
            fields=sorted(to),
            came_from={field: _written(current[field]) for field in to},
            to={field: _written(value) for field, value in to.items()},
        ),
        about=risk,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return risk


def _set(risk: Risk, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(risk, name, value.strip() if isinstance(value, str) else value)
    if not risk.title and not risk.rule:
        raise WordsMissing
    if "owner" in values and risk.product_id not in visible_product_ids(risk.owner):
        raise OwnerUnfit
    if not (1 <= risk.probability <= 99 and 0 <= risk.impact_days <= 999):
        raise EstimateImpossible
    if risk.project is not None and risk.project.product_id != risk.product_id:
        raise OtherProduct
    if risk.kind not in RiskKind.values or (risk.response and risk.response not in Response.values):
        raise FieldUnknown


def _written(value: Any) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def move(
    *,
    risk: Risk,
    to: RiskState,
    seen: str = "",
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Risk:
    """
    Bring a risk into another state; `seen` is the one that the person saw, if they did.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody moved it since.
    :raises StateNotReachable: if that state does not follow the present one.
    """
    check_may(by, Act.MANAGE_RISKS)
    risk = Risk.objects.select_for_update(no_key=True).get(pk=risk.pk)
    if seen and risk.state != seen:
        raise StaleEdit(field="state", current=risk.state, attempted=to.value)
    if to not in risk.next_states:
        raise StateNotReachable
    came_from, risk.state, risk.updated_at = risk.state, to, at
    risk.closed_at = None if to in ALIVE else at
    risk.save(update_fields=["state", "updated_at", "closed_at"])
    record(
        RiskMoved(
            risk_id=risk.pk,
            number=risk.number,
            came_from=came_from,
            to=to.value,
            reason=" ".join(reason.split())[:300],
        ),
        about=risk,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return risk
