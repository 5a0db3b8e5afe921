"""What may belong to a person who leaves: each app says what, and hands it over by reaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from twintrack.foundation.people.models import User


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
