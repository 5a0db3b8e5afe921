"""How quotes, and the ledger's entries on them, are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django import template
from django.db.models import Model
from django.utils.translation import gettext as _

from twintrack.foundation.access.roles import Role
from twintrack.sales.pricing.models import in_language
from twintrack.sales.quotes.events import (
    ApprovalRuleAdded,
    ApprovalRuleChanged,
    QuoteChanged,
    QuoteEvent,
)
from twintrack.sales.quotes.models import ApprovalRule, Quote, QuoteVersion
from twintrack.ui.templatetags.ui import day

register = template.Library()
DAYS = frozenset({"valid_until"})


@register.filter
def quote_name(event: QuoteEvent) -> str:
    """Call a version as people do: Q-12, and from its second version on Q-12/2."""
    return event.number if event.ordinal == 1 else f"{event.number}/{event.ordinal}"


@register.filter
def role_name(code: str) -> str:
    """Name a role in the reader's language."""
    return str(dict(Role.choices).get(code, code))


@register.filter
def role_names(codes: Iterable[str]) -> list[str]:
    """Name roles in the reader's language."""
    return [role_name(code) for code in codes]


@register.filter
def rule_name(event: ApprovalRuleAdded | ApprovalRuleChanged) -> str:
    """Name a rule in the reader's language, as it was called then."""
    return in_language(event.name_zh, event.name_en)


@register.filter
def quote_changes(event: QuoteChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        _told(Quote if name == "title" else QuoteVersion, name, event.came_from, event.to)
        for name in event.fields
    ]


@register.filter
def rule_changes(event: ApprovalRuleChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [_told(ApprovalRule, name, event.came_from, event.to) for name in event.fields]


def _told(
    model: type[Model], name: str, came_from: Mapping[str, str], to: Mapping[str, str]
) -> tuple[str, str, str]:
    field = model._meta.get_field(name)
    named = {str(code): str(words) for code, words in getattr(field, "choices", None) or ()}
    label = str(field.verbose_name)  # type: ignore[union-attr]
    return label, _written(name, came_from[name], named), _written(name, to[name], named)


def _written(name: str, value: str, named: Mapping[str, str]) -> str:
    if value in ("True", "False"):
        return _("yes") if value == "True" else _("no")
    if name in DAYS and value:
        return day(date.fromisoformat(value))
    return named.get(value, value) or "—"
