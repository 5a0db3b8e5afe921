"""Every morning the quarter is forecast anew; the Mondays before are replayed once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from twintrack.algorithms.forecasting.deals import quarter_of
from twintrack.algorithms.forecasting.quarter import FEW, Replay
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import Team
from twintrack.sales.forecast import operations
from twintrack.sales.forecast.history import History, read_history
from twintrack.sales.forecast.models import Forecast
from twintrack.sales.forecast.queries import list_selling_teams
from twintrack.sales.forecast.reckoning import Reckoned, reckon
from twintrack.sales.pipeline.models.stages import known_stages

WEEK = timedelta(days=7)
# So many quarters back are replayed when there are no forecasts of theirs.
QUARTERS = 8
QUARTER_DAYS = 92


def keep_up(at: datetime) -> None:
    """Forecast for the company and for each team that sells."""
    today = timezone.localdate(at)
    company = _Kept(history=read_history(owners=None, on=today))
    _keep_team_up(None, company, today, at)
    for team in list_selling_teams():
        owners = set(team.members.values_list("pk", flat=True))
        own = read_history(owners=owners, on=today)
        # A team that sells everything is told what the company is told.
        is_all = own.deals == company.history.deals
        _keep_team_up(team, company if is_all else _Kept(history=own), today, at)


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """A history, and what was reckoned from it by the day."""

    history: History
    told: dict[date, Reckoned] = field(default_factory=dict)


def _keep_team_up(team: Team | None, own: _Kept, today: date, at: datetime) -> None:
    kept = set(Forecast.objects.filter(team=team).values_list("on", flat=True))
    if today in kept:
        return
    for monday in _missing(own.history, kept, today):
        _keep(own, monday, team, at, is_replayed=True)
    _keep(own, today, team, at, is_replayed=False)


def _missing(history: History, kept: set[date], today: date) -> Iterator[date]:
    """Give the Mondays that have no forecast, once enough deals had been decided before them."""
    closed = sorted(deal.closed for deal in history.deals if deal.closed is not None)
    if len(closed) < FEW:
        return
    first = max(closed[FEW - 1] + 1, quarter_of(today.toordinal())[0] - QUARTERS * QUARTER_DAYS)
    monday = date.fromordinal(first)
    monday += timedelta(days=-monday.weekday() % 7)
    while monday < today:
        if monday not in kept:
            yield monday
        monday += WEEK


def _keep(own: _Kept, on: date, team: Team | None, at: datetime, *, is_replayed: bool) -> None:
    if on not in own.told:
        own.told[on] = _reckoned(own.history, on, team)
    operations.keep(
        reckoned=own.told[on], on=on, team=team, is_replayed=is_replayed, by=automation(), at=at
    )


def _reckoned(history: History, on: date, team: Team | None) -> Reckoned:
    stages = known_stages()
    return reckon(
        history.as_of(on.toordinal()),
        on=on.toordinal(),
        stages=history.stages,
        probabilities=[stages[code].probability / 100 for code in history.stages],
        past=list_replays(history, team, before=on),
    )


def list_replays(history: History, team: Team | None, *, before: date) -> Sequence[Replay]:
    """Set the Mondays of the quarters before a day's beside what those quarters brought."""
    first = date.fromordinal(quarter_of(before.toordinal())[0])
    told = Forecast.objects.filter(
        team=team, quarter_on__lt=first, on__week_day=2, closed__gte=FEW
    ).order_by("on")
    return [
        Replay(
            on=on.toordinal(),
            done=float(done),
            to_come=float(from_open + from_new),
            came=history.won_between(on.toordinal(), quarter_of(on.toordinal())[1]),
            closed=closed,
        )
        for on, done, from_open, from_new, closed in told.values_list(
            "on", "done", "from_open", "from_new", "closed"
        )
    ]
