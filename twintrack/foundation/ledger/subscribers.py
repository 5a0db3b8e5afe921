"""Who follows the ledger: a name, a cursor, and a handler for each kind of event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from twintrack.foundation.ledger.events import Event
    from twintrack.foundation.ledger.models import Entry, ParkedEntry

H = TypeVar("H", bound=Callable[..., None])

_SUBSCRIBERS: dict[str, Subscriber] = {}
_PARKED: list[Callable[[ParkedEntry], None]] = []


@dataclass(frozen=True)
class Several:
    """A handler of many entries, and how many it takes at once."""

    handler: Callable[[Sequence[Any]], None]
    at_once: int


class Subscriber:
    """
    A named reader of the ledger.

    Its handlers' writes and the move of its cursor are one transaction, so each entry takes
    effect exactly once. A handler never talks to the network.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._handlers: dict[str, list[Callable[[Any, Entry], None]]] = {}
        self._several: dict[str, Several] = {}
        self._any: list[Callable[[Entry], None]] = []
        self._everything: Several | None = None
        _SUBSCRIBERS[name] = self

    def on(self, *events: type[Event]) -> Callable[[H], H]:
        """Handle these kinds of events with `(event, entry)`."""

        def add(handler: H) -> H:
            for event in events:
                self._handlers.setdefault(event.kind, []).append(handler)
            return handler

        return add

    def on_several(self, event: type[Event], *, at_once: int) -> Callable[[H], H]:
        """
        Handle entries of a kind that follow one another with `([(event, entry), …])`.

        If that fails they are tried one by one, so that only what fails itself is held back.
        """

        def add(handler: H) -> H:
            self._several[event.kind] = Several(handler, at_once)
            return handler

        return add

    def on_any(self, handler: H) -> H:
        """Handle every entry with `(entry)`."""
        self._any.append(handler)
        return handler

    def on_everything(self, *, at_once: int) -> Callable[[H], H]:
        """
        Handle entries that follow one another, whatever their kinds, with `([entry, …])`.

        A subscriber that does so has no other handler. If it fails they are tried one by one.
        """

        def add(handler: H) -> H:
            self._everything = Several(handler, at_once)
            return handler

        return add

    @property
    def reads(self) -> int:
        """How many entries it takes at once at most."""
        every = [each.at_once for each in self._several.values()]
        return max([1, *every, self._everything.at_once if self._everything else 1])

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds it handles; nothing means all."""
        return (
            None if self._any or self._everything else frozenset([*self._handlers, *self._several])
        )

    def wants(self, kind: str) -> bool:
        """Say whether an entry of this kind concerns it."""
        every = self._any or self._everything
        return bool(every) or kind in self._handlers or kind in self._several

    def runs(self, entries: Sequence[Entry]) -> Iterator[list[Entry]]:
        """Part entries into those that are handled together, in their order."""
        run: list[Entry] = []
        for entry in entries:
            if run and not self._go_together(run, entry):
                yield run
                run = []
            run.append(entry)
        if run:
            yield run

    def _go_together(self, run: list[Entry], entry: Entry) -> bool:
        kind = run[0].kind
        several = self._everything or (self._several.get(kind) if entry.kind == kind else None)
        return several is not None and len(run) < several.at_once

    def handle(self, entries: Sequence[Entry]) -> None:
        """Run the handlers of entries that go together."""
        if self._everything:
            self._everything.handler(entries)
            return
        several = self._several.get(entries[0].kind)
        if several:
            several.handler([(entry.event, entry) for entry in entries])
        for entry in entries:
            for handler in self._handlers.get(entry.kind, ()):
                handler(entry.event, entry)
            for any_handler in self._any:
                any_handler(entry)


def all_subscribers() -> list[Subscriber]:
    """List the subscribers by name."""
    return [_SUBSCRIBERS[name] for name in sorted(_SUBSCRIBERS)]


def when_parked(tell: Callable[[ParkedEntry], None]) -> None:
    """Call this, in the same transaction, whenever an entry is parked."""
    _PARKED.append(tell)


def tell_of_parked(parked: ParkedEntry) -> None:
    """Let those who asked know that an entry is parked."""
    for tell in _PARKED:
        tell(parked)
