"""Points of a customer by rules, and the segment that they make. No database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from twintrack.sales.segments.lifecycle import NUMBERS, Measure


class Rule(Protocol):
    """What a rule says, whether it is kept or only tried."""

    pk: int
    measure: str
    at_least: Decimal
    value: str
    points: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a customer: amounts in the base currency, numbers, words."""

    revenue: Decimal = Decimal(0)
    pipeline: Decimal = Decimal(0)
    installed: int = 0
    industry: str = ""
    region: str = ""

    def number(self, measure: str) -> Decimal:
        found = {
            Measure.REVENUE.value: self.revenue,
            Measure.PIPELINE.value: self.pipeline,
            Measure.INSTALLED.value: Decimal(self.installed),
        }
        return found[measure]


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """So many points make an A, and so many a B."""

    a: int
    b: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The segment that a customer falls in, with how many points by which rules."""

    segment: str
    points: int
    rule_ids: tuple[int, ...]


def fits(rule: Rule, facts: Facts) -> bool:
    """Say whether a customer is as a rule asks; words count where they stand in what is known."""
    if rule.measure in NUMBERS:
        return facts.number(rule.measure) >= rule.at_least
    known = (facts.industry if rule.measure == Measure.INDUSTRY else facts.region).casefold()
    asked = (each.strip().casefold() for each in rule.value.split("|"))
    return any(each and each in known for each in asked)


def judge(facts: Facts, rules: Iterable[Rule], bounds: Bounds) -> Verdict:
    """Add up the points of the rules that fit; the higher bound that is reached holds."""
    fitting = [rule for rule in rules if fits(rule, facts)]
    points = sum(rule.points for rule in fitting)
    segment = "A" if points >= bounds.a else "B" if points >= bounds.b else "C"
    return Verdict(segment=segment, points=points, rule_ids=tuple(each.pk for each in fitting))
