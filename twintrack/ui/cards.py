"""What needs a person: the cards of the Today page, brought there by the apps that know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The most a person is asked to look at in one glance; the rest waits behind "more".
SHOWN = 6
_TONES = {"bad": 0, "warn": 1, "": 2}


@dataclass(frozen=True, kw_only=True)
class Action:
    """What a person can do about a card: a link, or with `posts` a single press."""

    label: str
    url: str
    posts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """
    One thing that waits for a person.

    `title` is the sentence a colleague would say, `hint` what it rests on, `aside` how much or
    how long; `tone` is bad, warn or nothing. Among equal tones the larger `weight` comes first.
    """

    code: str
    track: str
    icon: str
    label: str
    title: str
    url: str
    hint: str = ""
    aside: str = ""
    tone: str = ""
    weight: int = 0
    actions: tuple[Action, ...] = ()


Provider = Callable[[Any, datetime], Iterable[Card]]
# Gives the same cards without asking for them anew, until one of the kinds changes.
Keeper = Callable[..., Provider]
_providers: dict[str, Provider] = {}
_about: dict[str, tuple[str, ...]] = {}


def register_cards(code: str, provider: Provider, *, about: Iterable[str] = ()) -> None:
    """
    Let an app bring cards, made from a person and the present; called from its `ready`.

    `about` names the kinds whose changes make them others, where the hour does not.
    """
    _providers[code], _about[code] = provider, tuple(about)


def keep_cards(keeper: Keeper) -> None:
    """Let the cards of those who said what they are about be kept; called when all have come."""
    for code, about in _about.items():
        if about:
            _providers[code], _about[code] = keeper(_providers[code], about=about), ()


def cards_for(user: Any, *, now: datetime) -> list[Card]:
    """List what needs a person, the most pressing first."""
    found = [card for provider in _providers.values() for card in provider(user, now)]
    return sorted(found, key=lambda card: (_TONES.get(card.tone, 2), -card.weight))
