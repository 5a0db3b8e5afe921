"""How quotes, and the ledger's entries on them, are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django import template
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.access.roles import Role
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.money.formatting import money
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.money.templatetags.money import percentage
from twintrack.sales.quotes.approval import Ask, Reason
from twintrack.sales.quotes.clock import Clock, Phase
from twintrack.sales.quotes.events import (
    ApprovalRuleAdded,
    ApprovalRuleChanged,
    QuoteChanged,
    QuoteEvent,
)
from twintrack.sales.quotes.models import ApprovalRule, Quote, QuoteVersion, RuleKind
from twintrack.ui.templatetags.ui import day

register = template.Library()
DAYS = frozenset({"valid_until"})
TONES = {
    "draft": "",
    "in_approval": "helix",
    "approved": "rd",
    "sent": "sales",
    "accepted": "ok",
    "rejected": "bad",
    "expired": "warn",
}
PHASES = {
    Phase.DRAFTING: gettext_lazy("Drafting"),
    Phase.APPROVAL: gettext_lazy("In approval"),
    Phase.CUSTOMER: gettext_lazy("With the customer"),
    Phase.BETWEEN: gettext_lazy("Between versions"),
    Phase.SIGNING: gettext_lazy("Being signed"),
}


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


@register.filter
def state_tone(state: str) -> str:
    """Give the tone of a version's state."""
    return TONES.get(state, "line")


@register.filter
def phases(clock: Clock) -> list[tuple[str, str, timedelta, int]]:
    """Give the phases that took time: code, words, how long, and the share in per cent."""
    whole = clock.whole or timedelta(seconds=1)
    return [
        (phase.value, str(PHASES[phase]), spent, max(round(spent / whole * 100), 1))
        for phase, spent in clock.phases.items()
        if spent
    ]


@register.filter
def span(spent: timedelta | None) -> str:
    """Write how long something took: days, or hours of a single day."""
    if spent is None:
        return "—"
    if spent < timedelta(days=1):
        hours = round(spent.total_seconds() / 3600)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", spent.days) % {"n": spent.days}


@register.simple_tag
def days_on_clock(quote: Quote) -> int | None:
    """Count the days from the first sending of a quote to its acceptance, or to now."""
    return quote.days_at(timezone.now())


@register.filter
def found_in_words(reason: dict[str, str | None], may_see_costs: bool) -> str:
    """Say from where on a rule asks, and what it found: a margin only to whoever sees costs."""
    found, threshold = reason["found"], Decimal(reason["threshold"] or 0)
    if reason["kind"] == RuleKind.MARGIN_BELOW and not may_see_costs:
        return f"< {percentage(threshold)}"
    if found is None:
        return _("margin unknown")
    if reason["kind"] == RuleKind.AMOUNT_ABOVE:
        return f"{money(Decimal(found), base_currency())} > {money(threshold, base_currency())}"
    sign = "<" if reason["kind"] == RuleKind.MARGIN_BELOW else ">"
    return f"{percentage(Decimal(found))} {sign} {percentage(threshold)}"


@register.filter
def reason_name(reason: dict[str, str]) -> str:
    """Name the rule that asks in the reader's language, as it was called then."""
    return in_language(reason["name_zh"], reason["name_en"])


@register.filter
def why(ask: Ask, may_see_costs: bool) -> str:
    """Say why a role would be asked, as far as the reader may know."""
    said = [
        (in_language(each.name_zh, each.name_en), found_in_words(_as_kept(each), may_see_costs))
        for each in ask.reasons
    ]
    return ", ".join(f"{name} ({found})" for name, found in said)


def _as_kept(reason: Reason) -> dict[str, str | None]:
    return {
        "kind": reason.kind,
        "threshold": str(reason.threshold),
        "found": None if reason.found is None else str(reason.found),
    }
