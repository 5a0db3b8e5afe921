"""Say how leads are scored and given out, and how soon they are to be answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.leads import queries
from twintrack.sales.leads.events import (
    AssignmentRuleAdded,
    AssignmentRuleChanged,
    LeadSettingsChanged,
    ScoreRuleAdded,
    ScoreRuleChanged,
)
from twintrack.sales.leads.lifecycle import OPEN, Field, Method
from twintrack.sales.leads.models import AssignmentRule, Lead, LeadSettings, ScoreRule
from twintrack.sales.leads.models.rules import MOST_POINTS
from twintrack.sales.leads.operations.capturing import FieldUnknown
from twintrack.sales.leads.operations.holding import check_owner

MOST_MINUTES = 60 * 24 * 60


class RuleImpossible(Refusal):
    """A rule that says nothing."""

    message = _(
        "A rule needs a name in both languages, a field with a value, points from -100 to 100 or "
        "at least one person."
    )
    status = 422


class MinutesImpossible(Refusal):
    """A time that is none."""

    message = _("Choose a time between one minute and sixty days.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class ScoreDetails:
    """For what a lead gets how many points."""

    name_zh: str
    name_en: str
    field: str
    value: str
    points: int
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class AssignmentDetails:
    """
    Who gets which leads, and in which order rules are asked; without a field it fits all.

    Where it goes by the customer, nobody named is everybody.
    """

    name_zh: str
    name_en: str
    people: Collection[User] = ()
    field: str = ""
    value: str = ""
    method: str = Method.ROUND_ROBIN.value
    position: int = 1
    is_active: bool = True


SCORE = tuple(each.name for each in fields(ScoreDetails))
ASSIGNMENT = tuple(each.name for each in fields(AssignmentDetails))


def _check_score(rule: ScoreRule) -> None:
    is_whole = rule.name_zh.strip() and rule.name_en.strip() and rule.value.strip()
    if not is_whole or rule.field not in Field.values or abs(rule.points) > MOST_POINTS:
        raise RuleImpossible


def _check_assignment(rule: AssignmentRule, people: Collection[User]) -> None:
    is_named = rule.name_zh.strip() and rule.name_en.strip()
    is_for_all = not rule.field and not rule.value
    is_for_some = rule.field in Field.values and rule.value.strip()
    is_to_somebody = people or rule.method == Method.CUSTOMER
    is_whole = is_named and is_to_somebody and (is_for_all or is_for_some)
    if not is_whole or rule.method not in Method.values:
        raise RuleImpossible
    for person in people:
        check_owner(person)


def _score_anew() -> None:
    """Reckon the points of all open leads again."""
    rules = queries.active_rules()
    leads = list(Lead.objects.select_for_update(no_key=True).filter(state__in=OPEN).order_by("pk"))
    traits = queries.traits_of_leads(leads)
    changed = []
    for lead in leads:
        points = queries.points_by(traits[lead.pk], rules)
        if points != lead.points:
            lead.points = points
            changed.append(lead)
    Lead.objects.bulk_update(changed, ["points"], batch_size=500)


@transaction.atomic
def add_score_rule(
    *, details: ScoreDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> ScoreRule:
    """
    Give leads points for something more; open leads are scored anew.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises RuleImpossible: if it says nothing.
    """
    check_may(by, Act.SET_LEAD_RULES)
    rule = ScoreRule(**asdict(details))
    _check_score(rule)
    rule.save()
    _score_anew()
    event = ScoreRuleAdded(
        rule_id=rule.pk,
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        to={name: str(getattr(rule, name)) for name in SCORE},
    )
    record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule


@transaction.atomic
def change_score_rule(
    *,
    rule: ScoreRule,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ScoreRule:
    """
    Change what leads get points for; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if there is no such field.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises RuleImpossible: if it would say nothing.
    """
    check_may(by, Act.SET_LEAD_RULES)
    if not set(values) <= set(SCORE):
        raise FieldUnknown
    rule = ScoreRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    current = {name: getattr(rule, name) for name in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return rule
    for name, value in to.items():
        setattr(rule, name, value)
    _check_score(rule)
    rule.save(update_fields=list(to))
    _score_anew()
    event = ScoreRuleChanged(
        rule_id=rule.pk,
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        fields=sorted(to),
        came_from={name: str(current[name]) for name in to},
        to={name: str(value) for name, value in to.items()},
    )
    record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule


def _written(value: Any) -> str:
    if isinstance(value, set):
        return ", ".join(sorted(each.name for each in value))
    return str(value)


@transaction.atomic
def add_assignment_rule(
    *, details: AssignmentDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> AssignmentRule:
    """
    Let leads that come from now on be given out by one rule more.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises RuleImpossible: if it says nothing, or names nobody.
    :raises OwnerUnfit: if it names somebody who may not look after leads.
    """
    check_may(by, Act.SET_LEAD_RULES)
    plain = {name: getattr(details, name) for name in ASSIGNMENT if name != "people"}
    rule = AssignmentRule(**plain)
    _check_assignment(rule, details.people)
    rule.save()
    rule.people.set(details.people)
    event = AssignmentRuleAdded(
        rule_id=rule.pk,
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        to={**{k: str(v) for k, v in plain.items()}, "people": _written(set(details.people))},
    )
    record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule


@transaction.atomic
def change_assignment_rule(
    *,
    rule: AssignmentRule,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> AssignmentRule:
    """
    Change who gets which leads from now on; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if there is no such field.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises RuleImpossible: if it would say nothing, or name nobody.
    :raises OwnerUnfit: if it names somebody who may not look after leads.
    """
    check_may(by, Act.SET_LEAD_RULES)
    if not set(values) <= set(ASSIGNMENT):
        raise FieldUnknown
    rule = AssignmentRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    people = set(rule.people.all())
    current = {name: people if name == "people" else getattr(rule, name) for name in values}
    to = changes_to_make(current=current, before=_as_kept(before), values=_as_kept(values))
    if not to:
        return rule
    plain = [name for name in to if name != "people"]
    for name in plain:
        setattr(rule, name, to[name])
    _check_assignment(rule, to.get("people", people))
    rule.save(update_fields=plain)
    rule.people.set(to.get("people", people))
    event = AssignmentRuleChanged(
        rule_id=rule.pk,
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        fields=sorted(to),
        came_from={name: _written(current[name]) for name in to},
        to={name: _written(value) for name, value in to.items()},
    )
    record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: set(each) if name == "people" else each for name, each in values.items()}


@transaction.atomic
def set_response_time(
    *, minutes: int, before: int, by: User, at: datetime, caused_by: Entry | None = None
) -> LeadSettings:
    """
    Say within how many working minutes leads that come from now on are to be answered.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MinutesImpossible: if it is no time.
    :raises StaleEdit: if somebody changed it in between.
    """
    check_may(by, Act.SET_LEAD_RULES)
    if not 1 <= minutes <= MOST_MINUTES:
        raise MinutesImpossible
    LeadSettings.objects.get_or_create(pk=1)
    kept = LeadSettings.objects.select_for_update(no_key=True).get(pk=1)
    current = {"minutes": kept.response_minutes}
    to = changes_to_make(current=current, before={"minutes": before}, values={"minutes": minutes})
    if not to:
        return kept
    kept.response_minutes = minutes
    kept.save(update_fields=["response_minutes"])
    event = LeadSettingsChanged(came_from=current["minutes"], to=minutes)
    record(event, about=kept, by=by, at=at, caused_by=caused_by)
    return kept
