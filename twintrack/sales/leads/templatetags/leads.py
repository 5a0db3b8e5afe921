"""How leads, and the ledger's entries on them, are told."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.bilingual import in_language
from twintrack.sales.leads.events import LeadAssigned, LeadCaptured, LeadChanged
from twintrack.sales.leads.lifecycle import (
    Field,
    Mail,
    Method,
    Reason,
    Size,
    Source,
    State,
    Way,
)
from twintrack.sales.leads.models import AssignmentRule, Lead, LeadWebForm, ScoreRule
from twintrack.sales.leads.traits import NO, YES

register = template.Library()
HOUR = 60
# From here on an effect is told as a strong one.
STRONG = 0.7
CHOICES: dict[str, dict[str, Any]] = {
    "source": dict(Source.choices),
    "size": dict(Size.choices),
    "field": dict(Field.choices),
    "method": dict(Method.choices),
    "mail": dict(Mail.choices),
    "phone": {YES: gettext_lazy("yes"), NO: gettext_lazy("no")},
}


@register.filter
def lead_state(code: str) -> str:
    """Name a state in the reader's language."""
    return str(dict(State.choices).get(code, code))


@register.filter
def way_name(code: str) -> str:
    """Name a way of speaking with somebody."""
    return str(dict(Way.choices).get(code, code))


@register.filter
def reason_name(code: str) -> str:
    """Name a reason why a lead leads nowhere."""
    return str(dict(Reason.choices).get(code, code))


@register.filter
def worked_minutes(minutes: int | None) -> str:
    """Write working minutes as people say them: 45 min, 3.5 h."""
    if minutes is None:
        return "—"
    if minutes < HOUR:
        return _("%(n)s min") % {"n": minutes}
    hours = f"{minutes / HOUR:.1f}".removesuffix(".0")
    return _("%(n)s h") % {"n": hours}


@register.filter
def rule_name(event: Any) -> str:
    """Give the name of a rule as it was then, in the reader's language."""
    return in_language(event.name_zh, event.name_en)


@register.filter
def chosen_rule(event: LeadCaptured | LeadAssigned) -> str:
    """Give the name of the rule that chose the owner, as it was then."""
    return in_language(event.rule_zh, event.rule_en)


@register.filter
def lead_changes(event: LeadChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is; of a person the name."""
    return [
        (
            str(Lead._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            _told(name, event.came_from.get(name, "")),
            _told(name, event.to[name]) if name in event.to else "",
        )
        for name in event.fields
    ]


@register.filter
def rule_changes(event: Any) -> list[tuple[str, str, str]]:
    """Give what of a rule was changed: the field's name, what it was, what it is."""
    models = {
        "lead_score_rule": ScoreRule,
        "lead_assignment_rule": AssignmentRule,
        "lead_web_form": LeadWebForm,
    }
    model = models[event.kind.partition(".")[0]]
    return [
        (
            str(model._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            _told(name, event.came_from[name]),
            _told(name, event.to[name]),
        )
        for name in event.fields
    ]


def _told(name: str, value: str) -> str:
    if value in {"True", "False"}:
        return _("yes") if value == "True" else _("no")
    return str(CHOICES.get(name, {}).get(value, value)) or "—"


@register.filter
def rows_told(count: int) -> str:
    """Say how many leads there are."""
    return ngettext("%(n)s lead", "%(n)s leads", count) % {"n": count}


@register.filter
def signed(points: int) -> str:
    """Write points with their sign, with a true minus."""
    return f"+{points}" if points > 0 else str(points).replace("-", "−")


@register.filter
def percent(share: float) -> str:
    """Write a share as whole per cent."""
    return f"{share * 100:.0f} %"


@register.filter
def direction(effect: float) -> str:
    """Say whether something raises or lowers a chance, and how much."""
    sign = "↑" if effect > 0 else "↓"
    return sign * (2 if abs(effect) >= STRONG else 1)


@register.filter
def trait_value(driver: Any) -> str:
    """Name the value of what moves a chance."""
    return str(CHOICES.get(driver.field.value, {}).get(driver.value, driver.value))


@register.filter
def rule_condition(rule: Any) -> str:
    """Say for which leads a rule holds."""
    if not rule.field:
        is_of_known = getattr(rule, "method", "") == Method.CUSTOMER
        return _("Leads of known customers") if is_of_known else _("All leads")
    values = [
        str(CHOICES.get(rule.field, {}).get(each.strip(), each.strip()))
        for each in rule.value.split("|")
    ]
    return f"{rule.get_field_display()}: {' / '.join(values)}"
