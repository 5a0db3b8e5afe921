"""
A customer at a glance: figures that say by which rule they are judged, and what is to be done next.

Apps above say what they know of a customer by `register_part`; each part costs a fixed number of
queries, however long the customer's history is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.once import once
from twintrack.foundation.money.formatting import amount_band, money
from twintrack.foundation.money.queries import Total, base_currency
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer

BAD, WARN = "bad", "warn"
COUNT, DAYS = "count", "days"
# So many of the next steps are shown; the lists of their apps have the rest.
STEPS = 5


@dataclass(frozen=True, kw_only=True)
class Glance:
    """Who looks at which customer, and when."""

    customer: Customer
    user: User
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def amount(self, total: Total) -> str:
        """Write a total as exactly as the reader may know it."""
        write = money if may(self.user, Act.SEE_AMOUNTS) else amount_band
        return write(total.in_base, base_currency())

    def figure(self, total: Total) -> Decimal | None:
        """Give a total to whoever may see amounts."""
        return total.in_base if may(self.user, Act.SEE_AMOUNTS) else None


@dataclass(frozen=True, kw_only=True)
class Sign:
    """
    One figure of a customer and how it is judged.

    `value`, `note` and `why` (what is wrong, in a few words) are written in the reader's language;
    `figure` is the bare number in `unit`
    (`count`, `days` or a currency). `rule` says when it is `bad` or a reason to look (`warn`).
    """

    code: str
    label: str | Promise
    value: str
    url: str
    note: str = ""
    why: str = ""
    tone: str = ""
    rule: str | Promise = ""
    figure: Decimal | int | None = None
    unit: str = COUNT


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Something to be done for a customer, by when and by whom."""

    kind: str
    words: str
    url: str
    on: date | None
    who: str = ""


@dataclass(kw_only=True)
class Overview:
    """What all apps say of a customer."""

    signs: list[Sign] = field(default_factory=list)
    steps: list[NextStep] = field(default_factory=list)

    @property
    def worrying(self) -> list[Sign]:
        """What asks for attention, the worst first."""
        order = (BAD, WARN)
        return sorted(
            (each for each in self.signs if each.tone in order),
            key=lambda each: order.index(each.tone),
        )

    @property
    def rules(self) -> list[Sign]:
        """What is judged by a rule."""
        return [each for each in self.signs if each.rule]


Read = Callable[[Glance], tuple[Sequence[Sign], Sequence[NextStep]]]
_parts: dict[str, tuple[int, Read]] = {}


def register_part(name: str, read: Read, *, place: int) -> None:
    """Let an app say what it knows of a customer, at its place; called from its `ready`."""
    _parts[name] = (place, read)


def overview_of(customer: Customer, *, for_user: User, now: datetime) -> Overview:
    """Ask all apps what they know of a customer, as far as the person may know it."""

    def ask() -> Overview:
        glance, found = Glance(customer=customer, user=for_user, now=now), Overview()
        for _place, read in sorted(_parts.values(), key=lambda part: part[0]):
            signs, steps = read(glance)
            found.signs += signs
            found.steps += steps
        found.steps.sort(key=lambda step: (step.on or date.max, step.kind, step.url))
        del found.steps[STEPS:]
        return found

    return once(("overview", customer.pk, for_user.pk), ask)
