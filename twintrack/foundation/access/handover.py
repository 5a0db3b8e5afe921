"""What may belong to a person who leaves: each app says what, and hands it over by reaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils.functional import Promise

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Belongings:
    """Things of one kind that a person looks after."""

    label: str | Promise
    count: Callable[[User], int]


@dataclass(frozen=True, kw_only=True)
class Pile:
    """How many of them one person has."""

    label: str | Promise
    count: int


_belongings: list[Belongings] = []


def register_belongings(label: str | Promise, count: Callable[[User], int]) -> None:
    """
    Say that people look after things of this kind; called from an app's `ready`.

    The app hands them over itself, by a reaction to `UserDeactivated`.
    """
    _belongings.append(Belongings(label=label, count=count))


def list_belongings(user: User) -> list[Pile]:
    """List what a person looks after; kinds of which there is nothing are left out."""
    piles = [Pile(label=each.label, count=each.count(user)) for each in _belongings]
    return [pile for pile in piles if pile.count]


def pass_on(
    rows: Iterable[Row],
    *,
    event: UserDeactivated,
    entry: Entry,
    give: Callable[[Row, User], object],
) -> None:
    """
    Give each of a leaver's things to the successor; called by an app's reaction.

    What the successor may not look after goes to whoever deactivated the account, an
    administrator, so that nothing stays with somebody who is gone.
    """
    successor = User.objects.filter(pk=event.successor_id or 0).first()
    takers = [each for each in (successor, entry.actor) if each is not None]
    for row in rows:
        for taker in takers:
            try:
                with transaction.atomic():
                    give(row, taker)
            except Refusal:
                continue
            break
