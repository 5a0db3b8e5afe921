"""What the company sold before the story begins: years that it brought along."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING, FOUNDED
from twintrack.demo.past import deals, enquiries, money, offers, talks
from twintrack.demo.past.memory import Memory

__all__ = ["follow"]


def follow(cast: Cast) -> None:
    """
    Write into the diary the years of selling before the story.

    Rows and entries are written many at once; what happens within the story's months stands in
    the ledger day by day.
    """
    memory = Memory(cast)
    cast.diary.on(FOUNDED - 2, 15, partial(offers.open_books, memory))
    cast.diary.on(BEGINNING + 1, 9, partial(_remember, cast, memory))
    for ago in range(BEGINNING, 0, -1):
        cast.diary.on(ago, 18.2, memory.write_day)
    cast.diary.on(money.FOUND_AGO, 10.6, memory.find_late)


def _remember(cast: Cast, memory: Memory, at: datetime) -> None:
    sold = deals.remember(memory)
    memory.late = money.remember(memory, offers.remember(memory, sold))
    enquiries.remember(memory, sold)
    talks.remember(memory, sold)
    memory.write_before(at)
