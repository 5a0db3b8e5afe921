"""Who watches is told when what they watch comes to another state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.objects.kinds import get_kind
from twintrack.foundation.watchers.queries import watching_at

news = Subscriber("watchers.news")


_worth_telling: dict[str, Callable[[Any], bool]] = {}


def register_news(
    *events: type[Event], worth_telling: Callable[[Any], bool] = lambda _event: True
) -> None:
    """Name kinds of events by which an object comes to another state."""
    _worth_telling.update({each.kind: worth_telling for each in events})
    news.on(*events)(tell_watchers)


def tell_watchers(event: Event, entry: Entry) -> None:
    """
    Tell who watches, unless they did it themselves or were told of what led to it.

    What happens by itself is told to those who asked for it: who merely looks after an object
    has rules of their own for that.
    """
    if not _worth_telling[entry.kind](event):
        return
    kind = get_kind(entry.about_kind)
    about = kind.load_any(entry.about_id)
    watching = watching_at(about, entry.happened_at) if about is not None else []
    if entry.actor.is_service or entry.caused_by_id:
        watching = [each for each in watching if each.asked]
    if not watching:
        return
    left_out = _acted_or_told(entry)
    for each in watching:
        person = each.person
        if person.pk in left_out or not kind.visible_ids({about.pk}, for_user=person):
            continue
        notify(
            recipient=person,
            entry=entry,
            told_by="watchers/changed",
            because="watchers/asked" if each.asked else "watchers/looks_after",
            about=about,
            at=entry.happened_at,
            details={"number": getattr(about, "number", ""), "title": kind.title(about)},
            is_general=True,
        )


def _acted_or_told(entry: Entry) -> set[int]:
    """Name by their ids who did it or what led to it, and who was told of what led to it."""
    found = {entry.actor_id}
    cause = entry.caused_by
    while cause is not None:
        found.add(cause.actor_id)
        told = Notification.objects.filter(entry=cause)
        found |= set(told.values_list("recipient_id", flat=True))
        cause = cause.caused_by
    return found
