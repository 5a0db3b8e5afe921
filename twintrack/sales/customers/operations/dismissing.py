"""Say that two customers that look alike are not one, and that they may be after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.customers.duplicates import Pair
from twintrack.sales.customers.events import PairDismissalUndone, PairDismissed
from twintrack.sales.customers.models import Customer, PairDismissal


def _named(first: Customer, second: Customer) -> dict[str, int | str]:
    return {
        "customer_id": first.pk,
        "number": first.number,
        "name": first.name,
        "other_id": second.pk,
        "other_number": second.number,
        "other_name": second.name,
    }


@transaction.atomic
def dismiss_pair(
    *, pair: Pair, by: User, at: datetime, caused_by: Entry | None = None
) -> PairDismissal:
    """
    Note that two customers are not one: not proposed again until they share something else.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    kept, is_new = PairDismissal.objects.get_or_create(
        first=pair.first, second=pair.second, defaults={"by": by, "at": at}
    )
    if not is_new and pair.evidence <= set(kept.evidence):
        return kept
    kept.evidence, kept.by, kept.at = sorted({*kept.evidence, *pair.evidence}), by, at
    kept.save(update_fields=["evidence", "by", "at"])
    event = PairDismissed(**_named(pair.first, pair.second))  # type: ignore[arg-type]
    record(event, about=pair.first, by=by, at=at, caused_by=caused_by, also=[pair.second])
    return kept


@transaction.atomic
def undo_dismissal(
    *, dismissal: PairDismissal, by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """
    Let two customers be proposed again; asked again, nothing changes.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    gone, _rows = PairDismissal.objects.filter(pk=dismissal.pk).delete()
    if not gone:
        return
    first, second = dismissal.first, dismissal.second
    event = PairDismissalUndone(**_named(first, second))  # type: ignore[arg-type]
    record(event, about=first, by=by, at=at, caused_by=caused_by, also=[second])
