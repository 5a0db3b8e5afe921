"""Tags of process insight."""

from django import template

from twintrack.rnd.insight import sentences
from twintrack.rnd.insight.models import Finding

register = template.Library()


@register.simple_tag
def said(finding: Finding) -> str:
    """Say what was found, in one sentence."""
    return sentences.said(finding)


@register.filter
def measure_name(code: str) -> str:
    """Name a measure by its code."""
    return sentences.named(code)
