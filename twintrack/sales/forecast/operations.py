"""Keep forecasts as they are told."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from twintrack.algorithms.forecasting.deals import quarter_of
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import Team, User
from twintrack.sales.forecast.events import ForecastTaken
from twintrack.sales.forecast.models import Forecast
from twintrack.sales.forecast.reckoning import Reckoned

CENT = Decimal("0.01")


@transaction.atomic
def keep(
    *,
    reckoned: Reckoned,
    on: date,
    team: Team | None,
    is_replayed: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Forecast:
    """
    Keep what is told of the quarter of a day; one that is kept already stays as it was told.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SEE_AMOUNTS)
    kept, is_new = Forecast.objects.get_or_create(
        on=on,
        team=team,
        defaults={
            "quarter_on": date.fromordinal(quarter_of(on.toordinal())[0]),
            "done": _exact(reckoned.done),
            "from_open": _exact(reckoned.from_open),
            "from_new": _exact(reckoned.from_new),
            "expected": _exact(reckoned.expected),
            "low": _exact(reckoned.low),
            "high": _exact(reckoned.high),
            "factor": reckoned.factor,
            "spread": reckoned.spread,
            "closed": reckoned.closed,
            "quarters": reckoned.quarters,
            "chances": reckoned.chances,
            "is_replayed": is_replayed,
        },
    )
    if is_new:
        event = ForecastTaken(
            forecast_id=kept.pk,
            on=on,
            team_id=team.pk if team else None,
            expected=kept.expected,
            low=kept.low,
            high=kept.high,
            is_replayed=is_replayed,
        )
        record(event, about=kept, by=by, at=at, caused_by=caused_by)
    return kept


def _exact(amount: float) -> Decimal:
    return Decimal(amount).quantize(CENT)
