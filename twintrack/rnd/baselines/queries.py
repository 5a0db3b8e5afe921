"""Which baselines there are, as far as a person may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.baselines.comparing import FieldChange, as_now, changes_between, criteria_of
from twintrack.rnd.baselines.models import Baseline, FrozenRequirement


def list_baselines(
    *, for_user: User, product: Product | None = None, is_active: bool | None = None, text: str = ""
) -> QuerySet[Baseline]:
    """List baselines, in no order yet; narrowed by product, by whether they hold, by name."""
    rows: QuerySet[Baseline] = Baseline.objects.visible_to(for_user)
    if product:
        rows = rows.filter(product=product)
    if is_active is not None:
        rows = rows.filter(retired_at__isnull=is_active)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(number__iexact=text))
    return rows.select_related("product", "milestone", "release", "set_by")


def get_baseline(number: str, *, for_user: User) -> Baseline:
    """
    Find a baseline by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_baselines(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_others(baseline: Baseline, *, for_user: User) -> QuerySet[Baseline]:
    """List the other baselines of the same product, the newest first."""
    others = list_baselines(for_user=for_user, product=baseline.product).exclude(pk=baseline.pk)
    return others.order_by("-set_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A baseline that holds a requirement, and in what that differs from it."""

    baseline: Baseline
    changes: list[FieldChange]


def list_holds(requirement: Requirement, *, for_user: User) -> list[Hold]:
    """List the active baselines that hold a requirement, the newest first."""
    if not has("requirement", requirement.pk, "baselines"):
        return []
    seen = Baseline.objects.visible_to(for_user).filter(retired_at=None)
    frozen = FrozenRequirement.objects.filter(requirement=requirement, baseline__in=seen)
    now = as_now(requirement, criteria_of(requirement))
    rows = frozen.select_related("baseline__set_by").order_by("-baseline__set_at", "-pk")
    return [Hold(baseline=each.baseline, changes=changes_between(each, now)) for each in rows]


def may_set(user: User) -> bool:
    """Say whether a person may set and retire baselines."""
    return may(user, Act.SET_BASELINES)
