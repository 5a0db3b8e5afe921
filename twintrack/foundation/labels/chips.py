"""Labels as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from twintrack.foundation.labels.models import Label

KEPT = 2000


def chip(label: Label) -> SafeString:
    """Draw a label: a dot in its colour, and its name in the colour of text."""
    return _drawn(label.name, label.colour)


def chips(labels: Iterable[Label]) -> SafeString:
    """Draw several labels after one another; nothing where there are none."""
    drawn = format_html_join("", "{}", ((chip(each),) for each in labels))
    return format_html('<span class="labels">{}</span>', drawn) if drawn else SafeString("")


@lru_cache(maxsize=KEPT)
def _drawn(name: str, colour: str) -> SafeString:
    return format_html(
        '<span class="pill s label"><i data-hue="{}" aria-hidden="true"></i>'
        '<span class="ell">{}</span></span>',
        colour,
        name,
    )
