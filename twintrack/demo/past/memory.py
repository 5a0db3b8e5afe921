"""What is remembered of the past, and how it comes into the ledger: in the order of time."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from random import Random
from typing import Any

from django.db.models import Model
from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.demo.story import FOLDER
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Cursor, Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.pricing.models import PriceBook

SEED = 20
# Nothing of the past is later than so many days ago.
LAST = 3
CLOSES = 18


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One thing that happened, to be written down."""

    at: datetime
    by: User
    event: Event
    about: Model
    also: Sequence[Model] = ()


@dataclass
class Memory:
    """Collects what happened until it is written down; the same dice fall each time."""

    cast: Cast
    luck: Random = field(default_factory=lambda: Random(SEED))
    happened: list[Happened] = field(default_factory=list)
    # Those that hold before the story's own.
    books: dict[str, PriceBook] = field(default_factory=dict)
    # Does what was found too late, once the day has come.
    late: Callable[[datetime], None] | None = None

    def __post_init__(self) -> None:
        with (FOLDER / "past.toml").open("rb") as file:
            self.told: dict[str, Any] = tomllib.load(file)

    def of(self, texts: Sequence[str]) -> str:
        """Choose the text of the language: Chinese stands first."""
        return self.cast.teller.of(texts)

    def moment(self, ago: int, hour: float | None = None) -> datetime:
        """Give a working moment about so many days ago."""
        hour = self.luck.uniform(9.4, 17.4) if hour is None else hour
        return self.cast.diary.moment(self.cast.diary.day(-ago), hour)

    def after(self, moment: datetime, days: int, hour: float | None = None) -> datetime:
        """Give a working moment so many days after another one."""
        return self.moment((self.cast.diary.today - timezone.localdate(moment)).days - days, hour)

    @staticmethod
    def numbers(prefix: str, moments: Iterable[datetime]) -> list[str]:
        """
        Number what the company brought along as it had been numbered: year by year.

        Those of the story begin with 1.
        """
        counts: Counter[int] = Counter()
        found = []
        for moment in moments:
            year = timezone.localdate(moment).year
            counts[year] += 1
            found.append(f"{prefix}-{year}-{counts[year]:03}")
        return found

    def by_evening(self, moment: datetime) -> datetime:
        """Give the moment, or the end of the working day if that is over by then."""
        here = timezone.localtime(moment)
        return min(here, here.replace(hour=CLOSES, minute=40, second=0))

    def tell(self, event: Event, about: Model, *also: Model, by: User, at: datetime) -> None:
        """Remember that something happened."""
        self.happened.append(Happened(at=at, by=by, event=event, about=about, also=also))

    def write_before(self, at: datetime) -> None:
        """Write down what happened until a moment, each with its own."""
        self._write([each for each in self.happened if each.at <= at], None)
        self.happened = [each for each in self.happened if each.at > at]

    def write_day(self, at: datetime) -> None:
        """Write down at the end of a day what happened until then."""
        self._write([each for each in self.happened if each.at <= at], at)
        self.happened = [each for each in self.happened if each.at > at]

    def find_late(self, at: datetime) -> None:
        """Do what was forgotten."""
        if self.late is not None:
            self.late(at)

    def _write(self, happened: Sequence[Happened], at: datetime | None) -> None:
        if not happened:
            return
        with together():
            for each in sorted(happened, key=attrgetter("at")):
                record(each.event, about=each.about, by=each.by, at=at or each.at, also=each.also)
        # Nobody has to do anything about it any more; it can be found all the same.
        newest = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
        Cursor.objects.exclude(pk="search").update(position=newest)
