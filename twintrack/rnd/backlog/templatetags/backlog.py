"""The requirement pool's codes in the reader's words; load with `{% load backlog %}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Kind, Verdict
from twintrack.ui.templatetags.ui import pill

register = template.Library()
VERDICTS = {Verdict.FOR: ("ok", "thumb-up"), Verdict.AGAINST: ("bad", "thumb-down")}


@register.filter
def state_label(code: str) -> str:
    """Name a state: `accepted` is Accepted."""
    return str(State(code).label) if code in State.values else code


@register.filter
def kind_label(code: str) -> str:
    """Name a kind of requirement: `defect_fix` is Defect fix."""
    return str(Kind(code).label) if code in Kind.values else code


@register.simple_tag
def verdict(opinion: Any) -> SafeString:
    """Show what a reviewer thinks, or that the answer is awaited."""
    if not opinion.verdict:
        return pill(_("Awaited"), "line", icon="clock")
    tone, icon = VERDICTS.get(opinion.verdict, ("warn", "help-circle"))
    return pill(opinion.get_verdict_display(), tone, icon=icon)


@register.filter
def number(value: Any) -> str:
    """Write an estimate without idle zeros: 4.00 is 4."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
