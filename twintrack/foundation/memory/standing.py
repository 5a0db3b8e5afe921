"""What has been asked already, and stands until the ledger tells of something that changes it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection
from django.db.models import Model

from twintrack.foundation.memory.once import once

T = TypeVar("T")
KEPT_SECONDS = 3600
# More entries than this are not looked at one by one: all is asked anew.
FOLLOWED = 1000


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """
    What this needs to know of the ledger.

    `kinds_since` lists position and kind of what the entries after a position are about, up to a
    limit; `code_of` gives the code of the kind that a model is, or nothing.
    """

    newest_position: Callable[[], int]
    kinds_since: Callable[[int, int], list[tuple[int, str]]]
    code_of: Callable[[type[Model]], str]


@dataclass
class Growth:
    """How far this process has followed the ledger, and which kinds it told of last, where."""

    seen: int = 0
    # Before this nothing is known.
    floor: int = 0
    last: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def follow(self) -> int:
        """Read what has come since; gives the newest position."""
        [ledger] = _ledgers
        newest = ledger.newest_position()
        with self.lock:
            if newest < self.seen:
                # Another ledger than before: a backup was restored.
                self.seen = 0
            if newest > self.seen:
                rows = ledger.kinds_since(self.seen, FOLLOWED) if self.seen else []
                if not self.seen or len(rows) >= FOLLOWED:
                    self.floor, self.last = newest, {}
                for position, kind in rows:
                    self.last[kind] = max(position, self.last.get(kind, 0))
                self.seen = newest
        return newest

    def changed_at(self, kinds: Collection[str]) -> int:
        """Give the position of the newest entry about one of the kinds."""
        return max((self.last.get(kind, 0) for kind in kinds), default=0)


_ledgers: list[Ledger] = []
_growth = Growth()


def register_ledger(ledger: Ledger) -> None:
    """Say where changes are told of; called by the ledger when the server starts."""
    _ledgers[:] = [ledger]


def forget_all() -> None:
    """Know nothing any more: another database takes the place of the one before."""
    _growth.seen, _growth.floor, _growth.last = 0, 0, {}


def newest_position() -> int:
    """Give the position of the ledger's newest entry; in a request, as it was first asked for."""
    return once("newest position", _growth.follow)


def standing(
    question: str,
    ask: Callable[[], T],
    *,
    about: Collection[str] = (),
    kept: str = "default",
) -> T:
    """
    Ask once in this process until the ledger grows, as every write makes it do.

    `question` names what is asked and for whom, `kept` the cache for the answer. What depends on
    objects of some kinds only says so with `about`: other changes leave it standing. Within a
    transaction, whose writes nobody else has seen and that may be undone, it is asked once a
    request.
    """
    if connection.in_atomic_block:
        return once(question, ask)
    # Read first: what is written meanwhile makes the answer newer than it claims, never older.
    position = newest_position()
    known = look_up(question, about=about, kept=kept)
    if known:
        answer: T = known[0]
        return answer
    answer = ask()
    keep(question, answer, since=position, kept=kept)
    return answer


def named_by(question: str, *depends_on: object) -> str:
    """Name a question by all that its answer depends on, each told apart by its `repr`."""
    digest = blake2b(repr(depends_on).encode(), digest_size=16).hexdigest()
    return f"{question}.{digest}"


def look_up(
    question: str, *, about: Collection[str] = (), kept: str = "default"
) -> tuple[Any, ...]:
    """Give what was answered and still stands, as a tuple of one; an empty one if nothing does."""
    known = caches[kept].get(f"standing.{question}")
    changed_at = _growth.changed_at(about) if about else newest_position()
    stands = known is not None and known[0] >= max(changed_at, _growth.floor)
    return known[1:] if stands else ()


def keep(question: str, answer: object, *, since: int, kept: str = "default") -> None:
    """Keep an answer that was asked for at a position of the ledger."""
    caches[kept].set(f"standing.{question}", (since, answer), KEPT_SECONDS)


def kind_of_rows(model: type[Model]) -> tuple[str, ...]:
    """Give the kind that a model's changes are told of as, if they are."""
    code = _ledgers[0].code_of(model)
    return (code,) if code else ()
