"""
Parts of pages that depend on few things; load with `{% load kept %}`.

{% kept "ui/_shortcuts.html" keys=keys %}   this template with these values and nothing else

It is drawn once for each language and values, and kept: pages repeat such parts again and again.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
KEPT = 1000


@register.simple_tag
def kept(name: str, **values: str | int) -> SafeString:
    """Draw a template with short values, or give it as it was drawn before."""
    return _drawn(name, get_language(), tuple(values.items()))


@lru_cache(maxsize=KEPT, typed=True)
def _drawn(
    name: str, _language: str | None, values: tuple[tuple[str, str | int], ...]
) -> SafeString:
    return SafeString(render_to_string(name, dict(values)))
