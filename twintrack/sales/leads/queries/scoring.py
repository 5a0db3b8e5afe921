"""What a lead is worth looking at: points by rule, and the chance that was learned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from twintrack.algorithms.forecasting.logistic import Score
from twintrack.foundation.people.models import User
from twintrack.sales.leads.lifecycle import Field
from twintrack.sales.leads.models import Lead, LeadModel, ScoreRule
from twintrack.sales.leads.traits import Traits, traits_of


@dataclass(frozen=True, kw_only=True)
class Driver:
    """One thing that moves the chance of a lead: by so much of its logit."""

    field: Field
    value: str
    effect: float


@dataclass(frozen=True, kw_only=True)
class Chance:
    """How likely a lead becomes a customer, as leads like it did, and what moves it most."""

    share: float
    base: float
    drivers: tuple[Driver, ...]


def list_score_rules(*, for_user: User) -> QuerySet[ScoreRule]:
    """List the rules of points, those in force first, the weightiest first."""
    rules: QuerySet[ScoreRule] = ScoreRule.objects.visible_to(for_user)
    return rules.order_by("-is_active", "-points", "pk")


def active_rules() -> list[ScoreRule]:
    """Give the rules of points that are in force."""
    return list(ScoreRule.objects.filter(is_active=True).order_by("-points", "pk"))


def traits_of_leads(leads: Sequence[Lead]) -> dict[int, Traits]:
    """Gather what is known of leads for rules, in one query besides."""
    codes: dict[int, list[str]] = {each.pk: [] for each in leads}
    pairs = Lead.products.through.objects.filter(lead_id__in=codes)
    for pk, code in pairs.values_list("lead_id", "product__code"):
        codes[pk].append(code)
    return {each.pk: traits_of(vars(each), codes[each.pk]) for each in leads}


def rules_that_fit(traits: Traits, rules: Iterable[ScoreRule]) -> list[ScoreRule]:
    """List the rules by which a lead has points."""
    return [rule for rule in rules if traits.fits(rule.field, rule.value)]


def points_by(traits: Traits, rules: Iterable[ScoreRule]) -> int:
    """Add up the points that rules give."""
    return sum(rule.points for rule in rules_that_fit(traits, rules))


def newest_model() -> LeadModel | None:
    """Give what was learned last, whether it tells leads apart or not."""
    return LeadModel.objects.order_by("-fitted_at", "-pk").first()


def score_of(model: LeadModel) -> Score:
    """Give the score that a row keeps."""
    effects = {(name, value): effect for name, value, effect in model.effects}
    return Score(base=model.base, effects=effects)


def chance_of(traits: Traits, model: LeadModel | None) -> Chance | None:
    """Say how likely a lead becomes a customer; nothing where history does not tell."""
    if model is None or not model.tells_apart:
        return None
    score, known = score_of(model), traits.for_score()
    drivers = tuple(
        Driver(field=Field(name), value=value, effect=effect)
        for name, value, effect in score.drivers(known)[:4]
    )
    return Chance(share=score.chance(known), base=model.base, drivers=drivers)
