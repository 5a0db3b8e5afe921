"""What an administrator must look at: parked entries, and followers that fell behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.ledger.queries import list_behind, list_parked
from twintrack.foundation.people.models import User
from twintrack.ui.cards import Action, Card
from twintrack.ui.navigation import address_of
from twintrack.ui.words import listed

# A worker that runs has read everything within seconds.
PATIENCE = timedelta(minutes=5)


def _page() -> str:
    found = address_of(("operations",))
    return found[1] if found else reverse("today")


def parked(user: User, now: datetime) -> Iterator[Card]:
    """Tell an administrator which entries could not be handled."""
    if not may(user, Act.OPERATE):
        return
    waiting = list_parked()
    first = waiting.first()
    if first is None:
        return
    count = waiting.count()
    yield Card(
        code="operating",
        track="hub",
        icon="activity-heartbeat",
        label=_("Operations"),
        title=ngettext("%(n)d entry is parked", "%(n)d entries are parked", count) % {"n": count},
        hint=f"{first.subscriber} · {first.error}",
        tone="bad",
        weight=1000,
        url=_page(),
        actions=(Action(label=_("See and replay"), url=_page()),),
    )


def behind(user: User, now: datetime) -> Iterator[Card]:
    """Tell an administrator that nobody works off what happened."""
    if not may(user, Act.OPERATE):
        return
    late = list_behind(before=now - PATIENCE)
    if not late:
        return
    yield Card(
        code="behind",
        track="hub",
        icon="activity-heartbeat",
        label=_("Operations"),
        title=_("The worker has not caught up for five minutes"),
        hint=listed(late),
        tone="bad",
        weight=999,
        url=_page(),
        actions=(Action(label=_("See what waits"), url=_page()),),
    )
