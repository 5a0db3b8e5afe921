"""
Parts that other apps draw on a page; load with `{% load panels %}`.

{% panel "requirement-customers" requirement.number %}   the panel with this URL name
"""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from twintrack.foundation.access.panels import draw_panel

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Any, name: str, *args: object) -> SafeString:
    """Draw what another app shows of an object, with the page."""
    return draw_panel(context, name, *args)
