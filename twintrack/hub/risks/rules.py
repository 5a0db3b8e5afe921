"""Early warning rules: apps above say what each looks for, on what evidence, when it was right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

Values = Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number by which a rule is tuned, with its usual value and what it may be."""

    name: str
    label: str | Promise
    usual: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, kw_only=True)
class Signal:
    """
    Something that a rule sees now: about which object, how likely it is to go wrong, and why.

    `evidence` holds numbers, names and days as JSON has them; `owner_id` is who is told.
    """

    subject_id: int
    product_id: int
    owner_id: int
    probability: int
    impact_days: int = 0
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A warning of before, to be judged: about which object, since when, and why."""

    subject_id: int
    raised_at: datetime
    cleared_at: datetime | None
    evidence: Mapping[str, Any]


class NeverKnown(Exception):
    """What was warned of was called off: whether it would have come so, nobody will know."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """
    What is watched. `meaning` says in words what it looks for and when it was right.

    `subject` is the kind of object that its signals are about. `find` gives all that it sees at a
    moment, `judge` whether a warning was right, or nothing as long as that cannot be known; where
    it never will be, it raises `NeverKnown`. `say` puts evidence into words, `facts` lists it as
    (label, value) for the page of the risk.
    """

    code: str
    label: str | Promise
    meaning: str | Promise
    kind: str
    subject: str
    find: Callable[[Values, datetime], Iterable[Signal]]
    judge: Callable[[Warned, datetime], bool | None]
    say: Callable[[Mapping[str, Any]], str]
    facts: Callable[[Mapping[str, Any]], list[tuple[str, Any]]]
    parameters: tuple[Parameter, ...] = ()

    def values(self, kept: Mapping[str, str]) -> dict[str, Decimal]:
        """Give the numbers that hold: those kept by the company, else the usual ones."""
        return {
            each.name: Decimal(kept[each.name]) if each.name in kept else each.usual
            for each in self.parameters
        }


_rules: dict[str, Rule] = {}


def register_rule(rule: Rule) -> None:
    """Make a rule known; called from an app's `ready`."""
    _rules[rule.code] = rule


def find_rule(code: str) -> Rule | None:
    """Find a rule by its code, or nothing if no app has it any more."""
    return _rules.get(code)


def all_rules() -> list[Rule]:
    """List the rules in the order of their registration."""
    return list(_rules.values())
