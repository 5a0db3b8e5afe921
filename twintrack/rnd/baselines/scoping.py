"""Which requirements a scope holds now, and which of them a baseline has frozen."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.baselines.lifecycle import AGREED, OUTSIDE, SHIPPED, Scope
from twintrack.rnd.baselines.models import Baseline


def list_in_scope(baseline: Baseline, *, frozen: Collection[int]) -> QuerySet[Requirement]:
    """
    List what belongs to the scope of a baseline now; `frozen` are the ids that it holds.

    What a product shipped before the baseline was set was never part of it.
    """
    rows: QuerySet[Requirement] = Requirement.objects.exclude(state__in=OUTSIDE)
    if baseline.scope == Scope.MILESTONE:
        return rows.filter(milestone_id=baseline.milestone_id or 0)
    if baseline.scope == Scope.RELEASE:
        return rows.filter(release_id=baseline.release_id or 0)
    if baseline.scope == Scope.SELECTION:
        return rows.filter(Q(pk__in=frozen) | Q(split_from_id__in=frozen))
    agreed = Q(state__in=AGREED) | Q(state__in=SHIPPED, created_at__gt=baseline.set_at)
    return rows.filter(product_id=baseline.product_id).filter(agreed | Q(pk__in=frozen))
