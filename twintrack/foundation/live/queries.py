"""What changed lately, and which of it a person may know of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.memory.standing import newest_position
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.queries import look_into_inbox
from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.people.models import User

# More than this since a page last listened: it is told to ask for everything again.
LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of the ledger: its position, its kind, and what it concerns as `kind:id`."""

    position: int
    kind: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A notification that somebody was given."""

    position: int
    recipient_id: int


def newest_notification() -> int:
    """Give the id of the newest notification of anybody."""
    newest = Notification.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def position_of_page(user: User, *, at: datetime) -> str:
    """
    Say what a page rendered now has seen: the ledger's position and the newest notification.

    Written as `52.17`; the page opens its stream there, so that nothing falls in between.
    """
    return f"{newest_position()}.{look_into_inbox(user, at=at).newest}"


def was_told(*, user_id: int, after: int) -> bool:
    """Say whether a person was told something after a notification."""
    return Notification.objects.filter(recipient_id=user_id, pk__gt=after).exists()


def list_changes(*, after: int) -> list[Change]:
    """List what changed after a position, the oldest first, at most 500."""
    entries = Entry.objects.filter(pk__gt=after).order_by("pk").prefetch_related("subjects")
    return [
        Change(
            position=entry.pk,
            kind=entry.kind,
            subjects=tuple(str(subject) for subject in entry.subjects.all()),
        )
        for entry in entries[:LIMIT]
    ]


def list_told(*, after: int) -> list[Told]:
    """List who was told something after a notification."""
    rows = Notification.objects.filter(pk__gt=after).order_by("pk")
    return [
        Told(position=pk, recipient_id=recipient)
        for pk, recipient in rows.values_list("pk", "recipient_id")[:LIMIT]
    ]


def visible_subjects(subjects: Sequence[str], *, user_id: int) -> frozenset[str]:
    """Keep the subjects that a person may see: one query a kind of object."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return frozenset()
    wanted: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        code, _colon, pk = subject.partition(":")
        wanted[code].add(int(pk))
    found: set[str] = set()
    for code, ids in wanted.items():
        try:
            kind = get_kind(code)
        except KindUnknown:
            continue
        found |= {f"{code}:{pk}" for pk in kind.visible_ids(ids, for_user=user)}
    return frozenset(found)
