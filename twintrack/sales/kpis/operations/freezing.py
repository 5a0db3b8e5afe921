"""Keep what measures came to, as it is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from twintrack.analytics.months import Month
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.kpis.events import MeasuresFrozen
from twintrack.sales.kpis.lifecycle import Part, Span
from twintrack.sales.kpis.models import Freeze, FrozenValue


@dataclass(frozen=True, kw_only=True)
class Value:
    """What a measure came to for somebody, to be kept."""

    measure: str
    span: Span
    on: date
    part_of: Part
    whose: int
    month: Month


@transaction.atomic
def freeze(
    *, values: Iterable[Value], on: date, by: User, at: datetime, caused_by: Entry | None = None
) -> Freeze:
    """
    Keep values as they are known on a day; what is kept already stays, and so does a whole night.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SEE_COMPANY_SALES)
    kept, is_new = Freeze.objects.get_or_create(on=on, defaults={"taken_at": at})
    if not is_new:
        return kept
    rows = [
        FrozenValue(
            freeze=kept,
            measure=each.measure,
            span=each.span,
            on=each.on,
            part_of=each.part_of,
            whose=each.whose,
            count=each.month.count,
            part=each.month.part,
            whole=each.month.whole,
            still_open=each.month.open,
            middle=each.month.middle,
            spread=each.month.spread,
        )
        for each in values
    ]
    FrozenValue.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    event = MeasuresFrozen(
        freeze_id=kept.pk,
        on=on,
        months=sum(each.span == Span.MONTH for each in rows),
        days=sum(each.span == Span.DAY for each in rows),
    )
    record(event, about=kept, by=by, at=at, caused_by=caused_by)
    return kept
