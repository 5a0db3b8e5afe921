"""Which SLA plans there are, what they say, and which of them holds for a customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Prefetch, Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.sla.clock import WorkingHours
from twintrack.sales.sla.models import SlaEscalation, SlaPauseReason, SlaPlan, SlaPlanVersion
from twintrack.sales.sla.terms import PLAIN, PlanTerms, Reason, SpecialDay, Step, Targets

Row = TypeVar("Row", SlaEscalation, SlaPauseReason)
Binding = Callable[[Customer, Product, datetime], SlaPlanVersion | None]
_bindings: list[Binding] = []


def register_binding(find: Binding) -> None:
    """Say which version of a plan is agreed with a customer; called from an app's `ready`."""
    if find not in _bindings:
        _bindings.append(find)


def version_for(customer: Customer, product: Product, at: datetime) -> SlaPlanVersion | None:
    """
    Find the terms that hold for a customer: what was agreed, else the default plan of that time.

    What was agreed stays as it was signed, whatever becomes of the plan.
    """
    for find in _bindings:
        agreed = find(customer, product, at)
        if agreed is not None:
            return agreed
    default = default_plan()
    return version_at(default, at) if default else None


def plan_for(customer: Customer, product: Product, at: datetime) -> SlaPlan | None:
    """Find the plan that holds for a customer: what was agreed, else the default, if any."""
    version = version_for(customer, product, at)
    return version.plan if version else None


def default_plan() -> SlaPlan | None:
    """Find the plan for customers with whom nothing else was agreed."""
    return SlaPlan.objects.filter(is_default=True).first()


def version_at(plan: SlaPlan, at: datetime) -> SlaPlanVersion:
    """Give the version of a plan that held at a moment; before the first one, that one."""
    versions = plan.versions.select_related("plan").order_by("-number")
    known = versions.filter(Q(made_at=None) | Q(made_at__lte=at)).first()
    return known or versions.reverse()[0]


def newest_version(plan: SlaPlan) -> SlaPlanVersion:
    """Give the version of a plan that holds for what begins now."""
    return plan.versions.order_by("-number")[0]


def begin_with(plan: SlaPlan | None) -> PlanTerms:
    """Give what a new plan begins with: the terms of another one, if there is any."""
    if plan is None:
        return PlanTerms(name_zh="", name_en="", targets={})
    return terms_of(newest_version(plan))


def list_plans(*, for_user: User) -> QuerySet[SlaPlan]:
    """List the plans: the default one first, retired ones last."""
    plans: QuerySet[SlaPlan] = SlaPlan.objects.visible_to(for_user)
    newest = SlaPlanVersion.objects.order_by("-number").prefetch_related("targets")
    return plans.prefetch_related(Prefetch("versions", newest)).order_by(
        "-is_default", "retired_at", "pk"
    )


def get_plan(pk: int, *, for_user: User) -> SlaPlan:
    """
    Find a plan.

    :raises NotThere: if there is none.
    """
    found: SlaPlan | None = SlaPlan.objects.visible_to(for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_versions(plan: SlaPlan) -> QuerySet[SlaPlanVersion]:
    """List the versions of a plan, the newest first, with all that they say."""
    parts = ("targets", "escalations", "pause_reasons")
    return (
        plan.versions.select_related("plan", "made_by").prefetch_related(*parts).order_by("-number")
    )


def terms_of(version: SlaPlanVersion) -> PlanTerms:
    """Say what a version says."""
    return PlanTerms(
        name_zh=version.plan.name_zh,
        name_en=version.plan.name_en,
        **{name: getattr(version, name) for name in PLAIN},
        targets={
            each.severity: Targets(
                response=each.response_minutes, resolution=each.resolution_minutes
            )
            for each in version.targets.all()
        },
        special_days=tuple(
            SpecialDay(**each | {"day": date.fromisoformat(each["day"])})
            for each in version.special_days
        ),
        escalations=tuple(_step(each) for each in _in_order(version.escalations.all())),
        pause_reasons=tuple(
            Reason(name_zh=each.name_zh, name_en=each.name_en)
            for each in _in_order(version.pause_reasons.all())
        ),
    )


def _step(row: SlaEscalation) -> Step:
    return Step(clock=row.clock, trigger=row.trigger, value=row.value, whom=row.whom, role=row.role)


def _in_order(rows: QuerySet[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.position)


def hours_of(version: SlaPlanVersion) -> WorkingHours:
    """Give the working hours of a version; what days they had is worked out once for all."""
    special = tuple((each["day"], each["is_working"]) for each in version.special_days)
    return _hours(
        special,
        zone=version.zone,
        weekdays=version.weekdays,
        opens=version.opens,
        closes=version.closes,
        country=version.country,
        around_the_clock=version.around_the_clock,
    )


@lru_cache(maxsize=500)
def _hours(special: tuple[tuple[str, bool], ...], **terms: Any) -> WorkingHours:
    days = {date.fromisoformat(day): works for day, works in special}
    return WorkingHours(special=days, **terms)
