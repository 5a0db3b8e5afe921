"""What the first page says stands until the ledger tells of a change, for all who see the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import get_language

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.standing import named_by, standing
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.ui.cards import Card, Provider

T = TypeVar("T")


def keep(question: str, ask: Callable[[], T], *, user: User, on: date, about: Collection[str]) -> T:
    """
    Ask once a day for all who may see the same, and again when one of the kinds changes.

    What is kept must depend on the day only, not on the hour; words need `keep_words`.
    """
    asked = named_by(
        f"today.{question}",
        sorted(visible_product_ids(user)),
        may(user, Act.SEE_OPPORTUNITIES),
        may(user, Act.SEE_AMOUNTS),
        # A day begins when it does where the reader is.
        timezone.get_current_timezone_name(),
        on.isoformat(),
    )
    return standing(asked, ask, about=about)


def keep_words(
    question: str, ask: Callable[[], T], *, user: User, on: date, about: Collection[str]
) -> T:
    """Keep what is written in the reader's language."""
    return keep(f"{question}.{get_language()}", ask, user=user, on=on, about=about)


def kept_cards(provider: Provider, *, about: Collection[str]) -> Provider:
    """Keep the cards that an app brings for a person; their roles are theirs as well."""

    def provide(user: User, now: datetime) -> Iterator[Card]:
        question = f"{provider.__module__}.{provider.__qualname__}.{user.pk}"
        yield from keep_words(
            question,
            lambda: list(provider(user, now)),
            user=user,
            on=timezone.localdate(now),
            about={*about, "user"},
        )

    return provide
