"""A notification in words: the same template in the inbox and in mail."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from twintrack.foundation.ledger.events import EventUnknown
from twintrack.foundation.notifications.models import Notification

LINK = re.compile(r'href="(/[^"]*)"')


@dataclass(frozen=True, kw_only=True)
class RenderedNotice:
    """What a notice template made of a notification, in the language that is active."""

    html: SafeString

    @property
    def text(self) -> str:
        return " ".join(unescape(strip_tags(self.html)).split())

    @property
    def path(self) -> str:
        """Where it leads: its first link."""
        found = LINK.search(self.html)
        return unescape(found[1]) if found else reverse("inbox")

    def linked(self, to: Callable[[str], str]) -> SafeString:
        """Give the HTML with each link leading elsewhere."""

        def replace(found: re.Match[str]) -> str:
            return f'href="{escape(to(unescape(found[1])))}"'

        # Our own template, which has escaped what people typed; only its links change here.
        return mark_safe(LINK.sub(replace, self.html))


def render_notice(told: Notification) -> RenderedNotice:
    """Tell a notification in the language that is active."""
    shown = {"told": told, "entry": told.entry, "details": told.details}
    html = render_to_string(told.template, shown | {"event": _event_of(told)})
    # Our own template, which has escaped what people typed.
    return RenderedNotice(html=mark_safe(html.strip()))


def _event_of(told: Notification) -> object:
    try:
        return told.entry.event
    except EventUnknown:
        # Told by its kind alone.
        return None
