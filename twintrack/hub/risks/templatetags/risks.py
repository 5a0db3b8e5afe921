"""Risks in the reader's words; load with `{% load risks %}`."""

from typing import Any

from django import template

from twintrack.hub.risks.lifecycle import RiskState
from twintrack.hub.risks.rules import find_rule

register = template.Library()


@register.filter
def risk_words(event: Any) -> str:
    """Say what may happen, of the event that raised a risk."""
    rule = find_rule(event.rule)
    return rule.say(event.evidence) if rule else event.title


@register.filter
def risk_state(code: str) -> str:
    """Name a state of a risk."""
    return str(RiskState(code).label) if code in RiskState.values else code


@register.filter
def rule_label(code: str) -> str:
    """Name an early warning rule."""
    rule = find_rule(code)
    return str(rule.label) if rule else code
