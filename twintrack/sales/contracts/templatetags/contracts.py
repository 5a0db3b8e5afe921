"""
How contracts, and the ledger's entries on them, are told; load with `{% load contracts %}`.

{{ event|contract_changes }}   what was changed: label, before, after
{{ event.ordinal|amendment }}  A1, A2
{{ part|when_due }}            12 Dec 2026, or: 30 days after acceptance
{{ line.unit|unit_name }}      what a unit is called
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.sales.contracts.events import ContractChanged
from twintrack.sales.contracts.lifecycle import Trigger
from twintrack.sales.contracts.models import Contract
from twintrack.sales.pricing.models import Unit
from twintrack.ui.templatetags.ui import day

register = template.Library()


@register.filter
def contract_changes(event: ContractChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        (
            str(Contract._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            event.came_from[name] or "—",
            event.to[name] or "—",
        )
        for name in event.fields
    ]


@register.filter
def amendment(ordinal: int) -> str:
    """Call an amendment as people do."""
    return f"A{ordinal}"


@register.filter
def trigger_name(code: str) -> str:
    """Name what an instalment waits for."""
    return str(dict(Trigger.choices).get(code, code))


@register.filter
def when_due(part: Any) -> str:
    """Say from when an instalment, planned or real, is due."""
    if part.trigger == Trigger.DAY:
        return day(part.due_on)
    if not part.days:
        return trigger_name(part.trigger)
    days = ngettext("%(n)d day", "%(n)d days", part.days) % {"n": part.days}
    return _("%(days)s %(after)s") % {
        "days": days,
        "after": _in_sentence(trigger_name(part.trigger)),
    }


def _in_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


@register.filter
def unit_name(code: str) -> str:
    """Name a unit in the reader's language."""
    return str(dict(Unit.choices).get(code, code))


@register.filter
def as_day(text: str) -> str:
    """Write a day that stands as text."""
    return day(date.fromisoformat(text)) if text else "—"


@register.filter
def share_of(part: Any, whole: Any) -> str:
    """Give which part of the whole an amount is, in per cent."""
    return f"{part * 100 / whole:.1f}".rstrip("0").rstrip(".") if whole else ""


TONES = {
    "draft": "line",
    "signed": "rd",
    "active": "sales",
    "completed": "ok",
    "terminated": "bad",
    "discarded": "line",
}


@register.filter
def contract_tone(state: str) -> str:
    """Give the tone of a state's pill."""
    return TONES.get(state, "line")


@register.filter
def of(found: Mapping[int, Any], key: int) -> Any:
    """Give what a mapping has for a key, or nothing."""
    return found.get(key)
