"""Which rules ask for an approval of a quote, and who is asked in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class RuleLike(Protocol):
    """What is read of a rule."""

    pk: int
    name_zh: str
    name_en: str
    kind: str
    threshold: Decimal
    role: str
    step: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What rules look at; `amount` is without tax in the base currency, margin may be unknown."""

    discount: Decimal
    margin: Decimal | None
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a rule asks: its name in both languages, its threshold, and what was found."""

    name_zh: str
    name_en: str
    kind: str
    threshold: Decimal
    found: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A role that is asked, at its place in the order, for one reason or several."""

    step: int
    role: str
    reasons: tuple[Reason, ...]


def asked_for(rules: Iterable[RuleLike], figures: Figures) -> list[Ask]:
    """
    List who has to approve, in their order; each role is asked once, at its earliest step.

    A margin that nobody knows is below any threshold: what is not known cannot be waved through.
    """
    steps: dict[str, int] = {}
    reasons: dict[str, list[Reason]] = {}
    for rule in sorted(rules, key=lambda each: (each.step, each.pk)):
        found, is_broken = _looked_at(rule, figures)
        if not is_broken:
            continue
        steps.setdefault(rule.role, rule.step)
        reason = Reason(
            name_zh=rule.name_zh,
            name_en=rule.name_en,
            kind=rule.kind,
            threshold=rule.threshold,
            found=found,
        )
        reasons.setdefault(rule.role, []).append(reason)
    asks = [Ask(step=steps[role], role=role, reasons=tuple(why)) for role, why in reasons.items()]
    return sorted(asks, key=lambda ask: ask.step)


def _looked_at(rule: RuleLike, figures: Figures) -> tuple[Decimal | None, bool]:
    if rule.kind == "discount_above":
        return figures.discount, figures.discount > rule.threshold
    if rule.kind == "amount_above":
        return figures.amount, figures.amount > rule.threshold
    margin = figures.margin
    return margin, margin is None or margin < rule.threshold
