"""
Tags of visits; load with `{% load visits %}`.

{{ week|told }}              how a week stands, in words
{{ week|bar }}                how far its target is reached
{{ week|shortened }}         why its target is smaller than usual
{{ heard|heard_at:visit }}   how much was heard on a visit
{{ visit|capture:user }}     the form of feedback with all that the visit knows
{{ phone|tel }}, {{ place|geo }}   addresses that a phone opens
{{ event|changes }}          what was changed: name, before, after
{{ code|kind_name }}         what a kind of visit is called
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.people.models import User
from twintrack.sales.visits.capturing import capture_url
from twintrack.sales.visits.cards import week_words
from twintrack.sales.visits.lifecycle import VisitKind
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.progress import PersonWeek

register = template.Library()
NAMES = {
    "purpose": gettext_lazy("Visit purpose"),
    "kind": gettext_lazy("Kind"),
    "place": gettext_lazy("Place"),
    "opportunity": gettext_lazy("Opportunity"),
    "owner": gettext_lazy("Owner"),
    "contacts": gettext_lazy("Whom you meet"),
    "colleagues": gettext_lazy("Colleagues along"),
    "name_zh": gettext_lazy("Name (Chinese)"),
    "name_en": gettext_lazy("Name (English)"),
    "is_active": gettext_lazy("Is offered"),
    "sections": gettext_lazy("Sections"),
}
NO_NUMBER = re.compile(r"[^0-9+]")


@register.filter
def told(week: PersonWeek) -> str:
    """Say how somebody's week stands."""
    return f"{week.person}: {week_words(week)}"


@register.filter
def bar(week: PersonWeek) -> SafeString:
    """Draw how far the week's target is reached; the numbers stand beside it."""
    tone = "ok" if week.held >= week.target else ""
    return format_html(
        '<span class="meter {}"><i style="width:{}%"></i></span>', tone, week.percent
    )


@register.filter
def shortened(week: PersonWeek) -> str:
    """Say how many visits there are to be, and why fewer than usual."""
    if not week.away_days or week.target == week.per_week:
        return ngettext("%(n)d visit a week", "%(n)d visits a week", week.per_week) % {
            "n": week.per_week
        }
    days = week.away_days.quantize(Decimal("0.1")).normalize()
    return _("%(target)d instead of %(usual)d: %(days)s days of leave or holiday") % {
        "target": week.target,
        "usual": week.per_week,
        "days": number_format(days),
    }


@register.filter
def heard_at(counts: dict[int, int], visit: Visit) -> int:
    """Give how much feedback was heard on a visit."""
    return counts.get(visit.pk, 0)


@register.filter
def capture(visit: Visit, user: User) -> str:
    """Lead to the form of feedback with all that the visit knows."""
    return capture_url(visit, list(visit.contacts.all()), user=user)


@register.filter
def tel(phone: str) -> SafeString:
    """Let a phone call a number."""
    return mark_safe("tel:" + NO_NUMBER.sub("", phone))


@register.filter
def geo(place: str) -> SafeString:
    """Let a phone show a place on the map of its own choice."""
    return mark_safe("geo:0,0?q=" + quote(place, safe=""))


@register.filter
def changes(event: Any) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        (
            str(NAMES.get(name, name)),
            _value(name, event.came_from[name]),
            _value(name, event.to[name]),
        )
        for name in event.fields
    ]


def _value(name: str, value: str) -> str:
    if name == "kind":
        return kind_name(value)
    if name == "is_active":
        return _("yes") if value == "True" else _("no")
    return value.replace("\n", ", ") or "—"


@register.filter
def kind_name(code: str) -> str:
    """Say what a kind of visit is called."""
    return str(dict(VisitKind.choices).get(code, code))
