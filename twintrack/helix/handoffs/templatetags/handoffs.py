"""Similarities and the words that speak for them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """Write a share as whole percents: 91 %."""
    return "—" if share is None else f"{round(share * 100)}\u2009%"


@register.filter
def with_title(number: str, details: Mapping[str, Any]) -> str:
    """Name a requirement by its number and the title that a notice keeps."""
    if not details.get("title"):
        return str(number)
    return _("%(number)s “%(title)s”") % {"number": number, "title": details["title"]}


@register.filter
def mark_words(text: str, words: Sequence[str]) -> SafeString:
    """Mark words in a text; the longest that fits is marked, whatever its letters' size."""
    wanted = sorted((word for word in words if word), key=len, reverse=True)
    if not wanted:
        return mark_safe(escape(text))
    pieces = re.split(f"({'|'.join(map(re.escape, wanted))})", text, flags=re.IGNORECASE)
    # Every piece is escaped; only the marks are ours.
    return mark_safe(
        "".join(
            f"<mark>{escape(piece)}</mark>" if at % 2 else escape(piece)
            for at, piece in enumerate(pieces)
        )
    )
