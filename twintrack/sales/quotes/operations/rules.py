"""Say what in quotes needs whose approval; quotes that were handed in keep the rules of then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.roles import INTERNAL
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.quotes.events import ApprovalRuleAdded, ApprovalRuleChanged
from twintrack.sales.quotes.models import ApprovalRule, RuleKind
from twintrack.sales.quotes.operations.drafting import FieldUnknown

CHANGEABLE = ("name_zh", "name_en", "kind", "threshold", "role", "step", "is_active")
LIMIT = Decimal(10) ** 14


class RuleImpossible(Refusal):
    """A rule that cannot ask."""

    message = _(
        "A rule has a name in both languages, a step from 1 to 9, and a threshold: from 0 to 100 "
        "in per cent (a margin may lie below 0), or an amount of at least 0."
    )
    status = 422


@dataclass(frozen=True, kw_only=True)
class RuleDetails:
    """What in a quote needs whose approval."""

    name_zh: str
    name_en: str
    kind: str
    threshold: Decimal
    role: str
    step: int = 1


def _check(rule: ApprovalRule) -> None:
    lowest = Decimal(-100) if rule.kind == RuleKind.MARGIN_BELOW else Decimal(0)
    highest = LIMIT if rule.kind == RuleKind.AMOUNT_ABOVE else Decimal(100)
    if not (
        rule.kind in RuleKind.values
        and rule.role in INTERNAL
        and rule.threshold.is_finite()
        and lowest <= rule.threshold <= highest
        and 1 <= rule.step <= 9
        and rule.name_zh.strip()
        and rule.name_en.strip()
    ):
        raise RuleImpossible


@transaction.atomic
def add_rule(
    *, details: RuleDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> ApprovalRule:
    """
    Let something more in quotes need an approval, from the next one on that is handed in.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises RuleImpossible: if it could not ask.
    """
    check_may(by, Act.SET_APPROVAL_RULES)
    rule = ApprovalRule(**asdict(details))
    _check(rule)
    rule.save()
    event = ApprovalRuleAdded(
        rule_id=rule.pk,
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        to={name: str(getattr(rule, name)) for name in CHANGEABLE},
    )
    record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule


@transaction.atomic
def change_rule(
    *,
    rule: ApprovalRule,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ApprovalRule:
    """
    Change a rule, or put it out of force; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if there is no such field.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises RuleImpossible: if it could not ask.
    """
    check_may(by, Act.SET_APPROVAL_RULES)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    rule = ApprovalRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    current = {name: getattr(rule, name) for name in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return rule
    for name, value in to.items():
        setattr(rule, name, value)
    _check(rule)
    rule.is_given = False
    rule.save(update_fields=[*to, "is_given"])
    event = ApprovalRuleChanged(
        rule_id=rule.pk,
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        fields=sorted(to),
        came_from={name: str(current[name]) for name in to},
        to={name: str(value) for name, value in to.items()},
    )
    record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule
