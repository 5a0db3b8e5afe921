"""Say what a measure of a product should reach, and of what it warns."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.analytics.metrics import MEASURES
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.insight.events import MeasureSet
from twintrack.rnd.insight.models import Expectation, Watch


class TargetOutOfRange(Refusal):
    """A target that no value can reach."""

    message = _("A target is not below zero, and of a percentage not above 100.")
    status = 422


@transaction.atomic
def set_measure(
    *,
    product: Product,
    measure: str,
    target: float | None,
    watch: Watch,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Expectation:
    """
    Set target and warning of a measure of a product; the same again changes nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if there is no such measure.
    :raises TargetOutOfRange: if no value can reach the target.
    """
    check_may(by, Act.SET_MEASURES)
    if measure not in MEASURES:
        raise NotThere
    if target is not None and (target < 0 or (MEASURES[measure].is_percent and target > 100)):
        raise TargetOutOfRange
    held, is_new = Expectation.objects.select_for_update(no_key=True).get_or_create(
        product=product, measure=measure
    )
    before = (held.target, held.watch)
    if before == (target, watch) and not is_new:
        return held
    held.target, held.watch = target, watch
    held.save(update_fields=["target", "watch"])
    record(
        MeasureSet(
            product_id=product.pk,
            measure=measure,
            target=target,
            watch=watch,
            came_from_target=before[0],
            came_from_watch=before[1],
        ),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return held
