"""One reader of the ledger per process, for all the pages that listen to it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections

from twintrack.foundation.live import queries
from twintrack.foundation.live.queries import Change
from twintrack.foundation.memory.standing import newest_position

logger = logging.getLogger(__name__)

# How long a change waits at most before its listeners are woken.
PAUSE = 0.1
# Changes kept for listeners that are a little behind; others ask the ledger.
KEPT = 2000

T = TypeVar("T")


class Feed:
    """
    Follows the ledger while somebody listens.

    `position` is the newest entry known, `told` the newest notification by recipient.
    """

    def __init__(self) -> None:
        self.position = 0
        self.told: dict[int, int] = {}
        self._notification = 0
        self._changes: deque[Change] = deque(maxlen=KEPT)
        self._listeners: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None
        self._seen: dict[tuple[int, int, int], frozenset[str]] = {}
        # The database is asked in a thread of its own: pages never wait for a listener.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")

    async def ask(self, question: Callable[[], T]) -> T:
        """Run a question to the database in the feed's thread."""

        def run() -> T:
            close_old_connections()
            return question()

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def join(self) -> asyncio.Event:
        """Start to listen: the event is set whenever something changed."""
        news = asyncio.Event()
        if not self._listeners:
            self.position = await self.ask(newest_position)
            self._notification = await self.ask(queries.newest_notification)
            self._changes.clear()
        self._listeners.add(news)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow())
        return news

    def leave(self, news: asyncio.Event) -> None:
        """Stop to listen; with the last listener the reading stops."""
        self._listeners.discard(news)
        if not self._listeners and self._task:
            self._task.cancel()
            self._task = None

    async def changes_after(self, position: int) -> Sequence[Change]:
        """Give what changed after a position, from memory where it reaches so far back."""
        if self._changes and self._changes[0].position <= position + 1:
            return [change for change in self._changes if change.position > position]
        return await self.ask(lambda: queries.list_changes(after=position))

    async def visible(self, changes: Sequence[Change], *, user_id: int) -> frozenset[str]:
        """Say which subjects of these changes a person may know of; pages of one person share."""
        key = (user_id, changes[0].position, changes[-1].position)
        if key not in self._seen:
            subjects = sorted({each for change in changes for each in change.subjects})
            found = await self.ask(lambda: queries.visible_subjects(subjects, user_id=user_id))
            if len(self._seen) > KEPT:
                self._seen.clear()
            self._seen[key] = found
        return self._seen[key]

    async def _follow(self) -> None:
        while True:
            try:
                if await self._read():
                    for news in self._listeners:
                        news.set()
            except Exception:
                # A database that is away for a while must not end the stream for good.
                logger.exception("The live feed could not read the ledger; it tries again.")
                await asyncio.sleep(2)
            await asyncio.sleep(PAUSE)

    async def _read(self) -> bool:
        changes = await self.ask(lambda: queries.list_changes(after=self.position))
        told = await self.ask(lambda: queries.list_told(after=self._notification))
        if changes:
            self._changes.extend(changes)
            self.position = changes[-1].position
        for each in told:
            self._notification = self.told[each.recipient_id] = each.position
        return bool(changes or told)
