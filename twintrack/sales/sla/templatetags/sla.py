"""
Tags of SLA plans; load with `{% load sla %}`.

{{ event|plan_name }}          the plan that an event is about, in the reader's language
{{ event.changed|part_names }} what parts of a plan are called
{{ minutes|minutes }}          a length of working time: 2 h 10 min
{{ version|hours }}            the hours of a day in which clocks run
{{ version|week }}               its working days: Mon–Fri
{{ step|when }}                  when a step of escalation is taken
{{ version.country|country }}  whose public holidays are kept
"""

from collections.abc import Iterable
from typing import Any

from django import template

from twintrack.foundation.bilingual import in_language
from twintrack.sales.sla import words

register = template.Library()
register.filter("minutes", words.minutes_words)
register.filter("hours", words.hours_words)
register.filter("country", words.country_name)
register.filter("week", words.week_words)
register.filter("when", words.step_words)


@register.filter
def plan_name(event: Any) -> str:
    """Give the name of the plan that an event is about."""
    return in_language(event.name_zh, event.name_en)


@register.filter
def part_names(parts: Iterable[str]) -> list[str]:
    """Give what parts of a plan are called, each once."""
    return list(dict.fromkeys(str(words.PARTS[part]) for part in parts if part in words.PARTS))
