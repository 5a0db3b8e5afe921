"""
What must be known before an opportunity enters a stage: checks computed from facts.

Apps above register their checks from `ready`, as gates of releases do; which stage asks for which
is data of the company (`StageCriterion`). A check that names fields in `asks` is answered in
place, by the dialog that comes when a card is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.sales.pipeline.lifecycle import Influence, Part
from twintrack.sales.pipeline.models import Opportunity, PipelineStage, StageCriterion
from twintrack.sales.pipeline.models.stages import open_stages

# Says whether an opportunity meets it, on a day.
IsMet = Callable[[Opportunity, date], bool]
# What the dialog can ask for.
ASKABLE = (
    "amount",
    "currency",
    "next_step",
    "next_step_on",
    "expected_close_on",
    "products",
    "decision_maker",
    "presales",
)


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check: its code and name, what to do about it, how it is computed, what it asks for."""

    code: str
    label: str | Promise
    hint: str | Promise
    is_met: IsMet
    asks: tuple[str, ...] = ()
    place: int = 100


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A check that a stage asks for, and whether it is met."""

    check: Check
    stage: PipelineStage
    is_required: bool
    is_met: bool


_checks: dict[str, Check] = {}


def register_check(
    code: str,
    label: str | Promise,
    is_met: IsMet,
    *,
    hint: str | Promise,
    asks: Iterable[str] = (),
    place: int = 100,
) -> None:
    """
    Let stages ask for something; called from an app's `ready`.

    `asks` are those of the fields in `ASKABLE` that would answer it; a check without any is
    answered elsewhere, as its `hint` says.
    """
    _checks[code] = Check(
        code=code, label=label, hint=hint, is_met=is_met, asks=tuple(asks), place=place
    )


def all_checks() -> list[Check]:
    """List the checks in the order in which they are offered."""
    return sorted(_checks.values(), key=lambda check: (check.place, check.code))


def stages_between(came_from: str, to: str) -> list[PipelineStage]:
    """List the stages that a move forward enters or skips, the last one being `to`; none back."""
    way = open_stages()
    codes = [each.code for each in way]
    if to not in codes:
        return []
    first = codes.index(came_from) + 1 if came_from in codes else codes.index(to)
    return way[first : codes.index(to) + 1]


def ask_for(opportunity: Opportunity, *, to: str, on: date) -> list[Asked]:
    """List what the stages on the way to one ask for; each check once, the strictest."""
    stages = {each.pk: each for each in stages_between(opportunity.stage, to)}
    found: dict[str, Asked] = {}
    criteria = StageCriterion.objects.filter(stage__in=stages).order_by("-is_required", "pk")
    for each in criteria if stages else ():
        # A check of an app that is not there any more asks for nothing.
        check = _checks.get(each.check_code)
        if check is None or check.code in found:
            continue
        found[check.code] = Asked(
            check=check,
            stage=stages[each.stage_id],
            is_required=each.is_required,
            is_met=check.is_met(opportunity, on),
        )
    return sorted(found.values(), key=lambda asked: (asked.check.place, asked.check.code))


def register_first_checks() -> None:
    """Register what this app itself can see."""
    register_check(
        "amount",
        _("Amount given"),
        lambda opportunity, _on: opportunity.amount > 0,
        hint=_("Estimate what the customer may spend."),
        asks=("amount", "currency"),
        place=10,
    )
    register_check(
        "next_step",
        _("Next step with a day"),
        lambda opportunity, on: bool(
            opportunity.next_step and opportunity.next_step_on and opportunity.next_step_on >= on
        ),
        hint=_("Say what you do next, and by when."),
        asks=("next_step", "next_step_on"),
        place=20,
    )
    register_check(
        "close_day",
        _("Expected close lies ahead"),
        lambda opportunity, on: opportunity.expected_close_on >= on,
        hint=_("The day you expected it has passed. Give the one you expect now."),
        asks=("expected_close_on",),
        place=30,
    )
    register_check(
        "products",
        _("Products named"),
        lambda opportunity, _on: opportunity.products.exists(),
        hint=_("Say which products it is about."),
        asks=("products",),
        place=40,
    )
    register_check(
        "decision_maker",
        _("Decision maker known"),
        lambda opportunity, _on: opportunity.contacts.filter(
            influence=Influence.DECISION_MAKER
        ).exists(),
        hint=_("Name who decides at the customer."),
        asks=("decision_maker",),
        place=50,
    )
    register_check(
        "presales",
        _("Presales in the team"),
        lambda opportunity, _on: opportunity.members.filter(part=Part.PRESALES).exists(),
        hint=_("Say who designs the solution."),
        asks=("presales",),
        place=60,
    )
