"""Freeze a scope under a name, and let go of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.models import Criterion, Requirement
from twintrack.rnd.backlog.operations.locking import hold_all
from twintrack.rnd.baselines.events import BaselineResumed, BaselineRetired, BaselineSet
from twintrack.rnd.baselines.lifecycle import Scope
from twintrack.rnd.baselines.models import Baseline, FrozenRequirement
from twintrack.rnd.baselines.scoping import list_in_scope
from twintrack.rnd.releases.models import Release

MOST = 2000


class NothingToFreeze(Refusal):
    """The scope holds no requirement."""

    message = _("There is nothing in this scope yet: plan or accept requirements first.")
    status = 422


class TooMuchToFreeze(Refusal):
    """The scope holds more than anybody would look through."""

    message = _("At most 2000 requirements are frozen at once. Choose a smaller scope.")
    status = 422


class OtherProduct(Refusal):
    """What is to be frozen belongs to another product, or to several."""

    message = _("What is frozen together belongs to one product.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Freeze:
    """What is frozen under which name: a milestone, a release, chosen ones, or all agreed."""

    name: str
    product: Product
    note: str = ""
    milestone: Milestone | None = None
    release: Release | None = None
    requirements: Collection[Requirement] = ()

    @property
    def scope(self) -> Scope:
        if self.requirements:
            return Scope.SELECTION
        if self.milestone:
            return Scope.MILESTONE
        return Scope.RELEASE if self.release else Scope.PRODUCT

    def check_product(self) -> None:
        """
        See that all of it belongs to the product.

        :raises OtherProduct: if something does not.
        """
        products = {each.product_id for each in self.requirements}
        if self.milestone:
            products.add(self.milestone.project.product_id)
        if self.release:
            products.add(self.release.product_id)
        if products - {self.product.pk}:
            raise OtherProduct


@transaction.atomic
def set_baseline(
    *, freeze: Freeze, by: User, at: datetime, caused_by: Entry | None = None
) -> Baseline:
    """
    Keep a scope as it is: titles, texts, criteria, states, days and values.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OtherProduct: if something does not belong to the product.
    :raises NothingToFreeze: if the scope is empty.
    :raises TooMuchToFreeze: if it holds more than 2000.
    """
    check_may(by, Act.SET_BASELINES)
    freeze.check_product()
    baseline = Baseline(
        name=freeze.name.strip(),
        note=freeze.note.strip(),
        product=freeze.product,
        scope=freeze.scope,
        milestone=freeze.milestone,
        release=freeze.release,
        set_by=by,
        set_at=at,
    )
    chosen = [each.pk for each in freeze.requirements]
    ids = chosen or list(list_in_scope(baseline, frozen=()).values_list("pk", flat=True))
    if not ids:
        raise NothingToFreeze
    if len(ids) > MOST:
        raise TooMuchToFreeze
    baseline.number, baseline.size = next_number("BL"), len(ids)
    baseline.save()
    # Held, so that whatever changes later stands behind this in the ledger.
    hold_all(ids)
    FrozenRequirement.objects.bulk_create(_frozen(baseline, ids), batch_size=500)
    record(
        BaselineSet(
            baseline_id=baseline.pk,
            number=baseline.number,
            name=baseline.name,
            product_id=baseline.product_id,
            scope=baseline.scope,
            size=baseline.size,
        ),
        about=baseline,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[each for each in (freeze.milestone, freeze.release) if each],
    )
    return baseline


@transaction.atomic
def retire_baseline(
    *,
    baseline: Baseline,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Baseline:
    """
    Hold nothing against a baseline any more; it stays to be read.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StateNotReachable: if it is retired already.
    """
    check_may(by, Act.SET_BASELINES)
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    baseline = Baseline.objects.select_for_update(no_key=True).get(pk=baseline.pk)
    if not baseline.is_active:
        raise StateNotReachable
    baseline.retired_at, baseline.retired_reason = at, reason
    baseline.save(update_fields=["retired_at", "retired_reason"])
    record(
        BaselineRetired(
            baseline_id=baseline.pk, number=baseline.number, name=baseline.name, reason=reason
        ),
        about=baseline,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return baseline


@transaction.atomic
def resume_baseline(
    *, baseline: Baseline, by: User, at: datetime, caused_by: Entry | None = None
) -> Baseline:
    """
    Hold requirements against a baseline again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is not retired.
    """
    check_may(by, Act.SET_BASELINES)
    baseline = Baseline.objects.select_for_update(no_key=True).get(pk=baseline.pk)
    if baseline.is_active:
        raise StateNotReachable
    baseline.retired_at, baseline.retired_reason = None, ""
    baseline.save(update_fields=["retired_at", "retired_reason"])
    record(
        BaselineResumed(baseline_id=baseline.pk, number=baseline.number, name=baseline.name),
        about=baseline,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return baseline


def _frozen(baseline: Baseline, ids: list[int]) -> list[FrozenRequirement]:
    criteria: dict[int, dict[str, str]] = defaultdict(dict)
    for each in Criterion.objects.filter(requirement__in=ids, removed_at=None).order_by("position"):
        criteria[each.requirement_id][str(each.pk)] = each.text
    rows = Requirement.objects.filter(pk__in=ids).select_related("milestone", "release")
    return [
        FrozenRequirement(
            baseline=baseline,
            requirement=each,
            title=each.title,
            description=each.description,
            kind=each.kind,
            state=each.state,
            priority=each.priority,
            value_score=each.value_score,
            milestone_name=each.milestone.name if each.milestone else "",
            release_name=str(each.release) if each.release else "",
            planned_on=each.planned_on,
            criteria=criteria[each.pk],
        )
        for each in rows.order_by("pk")
    ]
