"""
Labels; load with `{% load labels %}`.

{{ label|chip }}   a dot in its colour, and its name
"""

from django import template
from django.utils.safestring import SafeString

from twintrack.foundation.labels import chips
from twintrack.foundation.labels.models import Label

register = template.Library()


@register.filter
def chip(label: Label) -> SafeString:
    """Draw a label."""
    return chips.chip(label)
