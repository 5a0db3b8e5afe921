"""
Gates: what must hold before a release ships, computed from facts.

Apps above register their gates from `ready`; each computes its fact anew whenever it is asked, so
that no tick is older than what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.rnd.releases.models import GateTarget, Release


class Verdict(models.TextChoices):
    OK = "ok", _("Met")
    FAILING = "failing", _("Not met")
    NOT_MEASURED = "not_measured", _("Not measured")


@dataclass(frozen=True, kw_only=True)
class GateFact:
    """
    What a gate found: its verdict, the sentence that says why, and the rows behind it.

    `figure` and `target` are in the gate's unit; `url` is empty where the reader may not see the
    rows, or there are none.
    """

    verdict: Verdict
    sentence: str | Promise
    figure: Decimal | None = None
    target: Decimal | None = None
    url: str = ""


# Gives the fact of a release for a reader, held against the target of its product.
Compute = Callable[[Release, User, Decimal | None], GateFact]


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A gate: its code and name, how its fact is computed, and what is usually asked for."""

    code: str
    label: str | Promise
    compute: Compute
    target: Decimal | None = None
    unit: str = ""
    place: int = 100


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A gate with what it found for one release."""

    gate: Gate
    fact: GateFact

    @property
    def is_failing(self) -> bool:
        return self.fact.verdict == Verdict.FAILING


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A gate with what one product asks for there."""

    gate: Gate
    target: Decimal | None
    is_on: bool


_gates: dict[str, Gate] = {}


def register_gate(
    code: str,
    label: str | Promise,
    compute: Compute,
    *,
    target: Decimal | None = None,
    unit: str = "",
    place: int = 100,
) -> None:
    """
    Ask for something before any release ships; called from an app's `ready`.

    A gate with a `target` (in `unit`) can be set per product; `place` orders the check list.
    """
    _gates[code] = Gate(
        code=code, label=label, compute=compute, target=target, unit=unit, place=place
    )


def all_gates() -> list[Gate]:
    """List the gates in the order of the check list."""
    return sorted(_gates.values(), key=lambda gate: (gate.place, gate.code))


def find_gate(code: str) -> Gate | None:
    """Find a gate by its code."""
    return _gates.get(code)


def aims_of(product_id: int) -> list[Aim]:
    """List the gates with what a product asks for at each."""
    own = {each.code: each for each in GateTarget.objects.filter(product_id=product_id)}
    return [
        Aim(
            gate=gate,
            target=own[gate.code].target if gate.code in own else gate.target,
            is_on=own[gate.code].is_on if gate.code in own else True,
        )
        for gate in all_gates()
    ]


def check_list(release: Release, *, for_user: User) -> list[Checked]:
    """Compute the gates that count for a release; the links are those the reader may follow."""
    return [
        Checked(gate=aim.gate, fact=aim.gate.compute(release, for_user, aim.target))
        for aim in aims_of(release.product_id)
        if aim.is_on
    ]
