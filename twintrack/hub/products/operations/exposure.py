"""Note how many of a product are in use, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.events import ExposureNoted
from twintrack.hub.products.models import Exposure, Product, Version

MOST = 2**31 - 1


class WeekImpossible(Refusal):
    """A week that is no Monday or has not begun, or a number that cannot be."""

    message = _("A week begins on a Monday and not in the future; the number is 0 or more.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class ExposureRow:
    """How many of a product, or of one version of it, were in use in a week."""

    week: date
    active: int
    version: Version | None = None


@transaction.atomic
def note_exposure(
    *,
    product: Product,
    rows: Sequence[ExposureRow],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> int:
    """
    Note how many are in use, all rows or none; a week that is known is corrected.

    Gives how many rows differ from what was known.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises WeekImpossible: if a week is no Monday, or has not begun, or a number is below zero.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    today = timezone.localdate(at)
    for row in rows:
        if row.week.weekday() or row.week > today or not 0 <= row.active <= MOST:
            raise WeekImpossible
    known = {
        (each.week, each.version_id): each
        for each in product.exposures.filter(week__in={row.week for row in rows})
    }
    # Of two rows for one week the last one holds.
    wanted = {(row.week, row.version.pk if row.version else None): row.active for row in rows}
    changed = 0
    for (week, version_id), active in wanted.items():
        stands = known.get((week, version_id))
        if stands is not None and stands.active == active:
            continue
        changed += 1
        if stands is None:
            Exposure.objects.create(
                product=product, version_id=version_id, week=week, active=active
            )
        else:
            stands.active = active
            stands.save(update_fields=["active"])
    if not changed:
        return 0
    record(
        ExposureNoted(
            product_id=product.pk,
            rows=changed,
            first_week=min(row.week for row in rows),
            last_week=max(row.week for row in rows),
        ),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return changed
