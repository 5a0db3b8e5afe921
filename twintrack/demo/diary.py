"""The made-up company's diary: what happens when, in working hours, one thing after the other."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from zlib import crc32

from django.utils import timezone

from twintrack.foundation.ledger.worker import run_once
from twintrack.hub.scheduling.working_days import is_working_day

Act = Callable[[datetime], None]
ONE = timedelta(days=1)
# Entries; looking at them again costs less than to move everybody after each.
SLACK = 40
# Between two things that the company does.
SPACING = timedelta(minutes=2)
OPENS, HOURS = time(9), 9.5
# How much of this morning lies behind when the story ends.
THIS_MORNING = timedelta(hours=3)


class Diary:
    """
    Collects what happens, and lets it happen in the order of time.

    The worker reads the ledger after each entry, so that reactions stand where they belong.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        self._zone = timezone.get_current_timezone()
        self._waiting: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def day(self, offset: int) -> date:
        """Give the day so many days from today."""
        return self.today + timedelta(days=offset)

    def on(self, ago: int, hour: float, act: Act, *, key: str = "") -> None:
        """Let something happen so many days ago at about an hour; a key always gives one minute."""
        self.at(self.moment(self.day(-ago), hour + (crc32(key.encode()) % 50) / 60), act)

    def moment(self, day: date, hour: float) -> datetime:
        """Find a working moment; what falls on free days is done before them, in its order."""
        before, after = day, day + ONE
        while before < self.today and not is_working_day(before):
            before -= ONE
        while after <= self.today and not is_working_day(after):
            after += ONE
        share = min(max((hour - OPENS.hour) / HOURS, 0.0), 0.99)
        share = ((day - before).days + share) / (after - before).days
        opens = datetime.combine(before, OPENS, self._zone)
        return opens + timedelta(hours=HOURS) * share

    def at(self, moment: datetime, act: Act) -> None:
        """Let something happen at a moment; today's lie before the present."""
        heapq.heappush(self._waiting, (self._before_now(moment), next(self._numbers), act))

    def _before_now(self, moment: datetime) -> datetime:
        if timezone.localdate(moment) < self.today:
            return moment
        opens = datetime.combine(self.today, OPENS, self._zone)
        share = (moment - opens) / timedelta(hours=HOURS)
        return self.now - THIS_MORNING * (1 - min(max(share, 0.0), 0.99))

    def live(self) -> None:
        """Let everything happen, and what comes of it."""
        last: datetime | None = None
        while self._waiting:
            moment, _number, act = heapq.heappop(self._waiting)
            if last is not None:
                moment = max(moment, last + SPACING)
            last = min(moment, self.now)
            act(last)
            # What is found does not depend on when it was read.
            run_once(at=last, besides={"search"}, slack=SLACK)
        run_once(at=last)
