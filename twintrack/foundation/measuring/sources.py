"""What a source gives, and the time of the installation."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import TruncMonth

from twintrack.analytics.engines.port import Row
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import TeamMembership

# So many ids are asked for at once: databases limit the parameters of a question.
AT_ONCE = 500
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class News:
    """What the ledger tells since the last time: entries by what they are about."""

    # What a source remembered itself, such as the last id it read.
    mark: int
    entries: Mapping[str, Sequence[Entry]]

    def about(self, *kinds: str) -> list[Entry]:
        """Give the entries about some kinds of objects."""
        return [each for kind in kinds for each in self.entries.get(kind, ())]

    def ids(self, *kinds: str) -> set[int]:
        """Give the ids of the objects of some kinds that something happened to."""
        return {each.about_id for each in self.about(*kinds)}


@dataclass(frozen=True)
class Changed:
    """Which months must be written anew, and what to remember."""

    months: set[str]
    mark: int = 0


@dataclass(frozen=True)
class Source:
    """
    Rows of some tables, by month.

    `about` names the kinds of objects whose entries can change its rows. `changed` says which
    months such news change, `every` which months there are, `rows` gives those of one.
    """

    name: str
    tables: tuple[str, ...]
    about: tuple[str, ...]
    changed: Callable[[News], Changed]
    every: Callable[[], Changed]
    rows: Callable[[str], Rows]


def zone() -> zoneinfo.ZoneInfo:
    """Give the time zone of the installation: its days and weeks are those of the measures."""
    return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def local(moment: datetime) -> datetime:
    """Give the local time of a moment, without its zone."""
    return moment.astimezone(zone()).replace(tzinfo=None)


def span(month: str) -> tuple[datetime, datetime]:
    """Give the first moment of a month and that of the next."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=32)).replace(day=1)
    start, end = (
        datetime.combine(day, time(), tzinfo=zone()).astimezone(UTC) for day in (first, following)
    )
    return start, end


def months_in(rows: QuerySet, field: str) -> set[str]:  # type: ignore[type-arg]
    """Give the months in which a time of some rows lies."""
    found = (
        rows.order_by()
        .annotate(insight_month=TruncMonth(field, tzinfo=zone()))
        .values_list("insight_month", flat=True)
        .distinct()
    )
    return {f"{each:%Y-%m}" for each in found if each}


def in_turns(ids: Collection[int]) -> Iterable[list[int]]:
    """Part many ids into as many as can be asked for at once."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def teams_of_people() -> dict[int, int]:
    """Give the team of each person: that joined first, where there are several."""
    found: dict[int, int] = {}
    for user_id, team_id in TeamMembership.objects.order_by("pk").values_list("user_id", "team_id"):
        found.setdefault(user_id, team_id)
    return found
