"""
What a change of a requirement touches: what hangs on it, whom it concerns, which promises.

Apps register what they know of from their `ready`; each finds only what the reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement


class Move(models.TextChoices):
    """What may happen to a requirement."""

    DATE = "date", _("Its day moves")
    SCOPE = "scope", _("Its scope changes")
    DROP = "drop", _("It is dropped")


class Section(models.TextChoices):
    """In which order what is touched is told."""

    PROMISES = "promises", _("Which promises")
    WHOM = "whom", _("Whom it concerns")
    WHAT = "what", _("What hangs on it")


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """A change that somebody thinks of; `to` is the new day where the day moves."""

    requirement: Requirement
    move: Move
    to: date | None = None

    @property
    def days(self) -> int:
        """By how many days it would be later than it is expected; below 0 earlier."""
        expected = self.requirement.expected_on
        if self.move != Move.DATE or self.to is None or expected is None:
            return 0
        return (self.to - expected).days

    @property
    def is_later(self) -> bool:
        return self.days > 0


@dataclass(frozen=True, kw_only=True)
class Touched:
    """
    One thing or person that the change touches.

    `kind` is the code of an object's kind, `effect` what becomes of it in words; `tone` is bad,
    warn or nothing; `amount` is money in words, as exactly as the reader may see it.
    """

    section: Section
    kind: str
    title: str
    url: str
    number: str = ""
    effect: str = ""
    tone: str = ""
    amount: str = ""
    person: User | None = None


Find = Callable[[Supposed, User], Iterable[Touched]]
_finders: dict[str, Find] = {}


def register_impact(name: str, find: Find) -> None:
    """Say what a change of a requirement touches of an app's own; called from its `ready`."""
    _finders[name] = find


@dataclass(frozen=True, kw_only=True)
class Impact:
    """All that a change touches, in the order of the sections."""

    supposed: Supposed
    touched: list[Touched] = field(default_factory=list)

    @property
    def sections(self) -> list[tuple[Section, list[Touched]]]:
        """What is touched, section by section; empty ones are left out."""
        found = [(each, self._of(each)) for each in Section]
        return [(section, rows) for section, rows in found if rows]

    def _of(self, section: Section) -> list[Touched]:
        tones = {"bad": 0, "warn": 1}
        rows = [each for each in self.touched if each.section == section]
        return sorted(rows, key=lambda each: tones.get(each.tone, 2))

    def count(self, section: Section) -> int:
        """Count what is touched of a section."""
        return len(self._of(section))

    @property
    def what(self) -> int:
        return self.count(Section.WHAT)

    @property
    def whom(self) -> int:
        return self.count(Section.WHOM)

    @property
    def promises(self) -> int:
        return self.count(Section.PROMISES)


def find_impact(supposed: Supposed, *, for_user: User) -> Impact:
    """Find all that a change would touch, as far as a person may see it."""
    touched = [each for find in _finders.values() for each in find(supposed, for_user)]
    return Impact(supposed=supposed, touched=touched)
