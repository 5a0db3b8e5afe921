"""A notification in words: the same template in the inbox and in mail."""

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from twintrack.foundation.ledger.events import EventUnknown
from twintrack.foundation.notifications.models import Notification

LINK = re.compile(r'href="(/[^"]*)"')
# What begins or ends a line of a mail's text.
BLOCK = re.compile(r"</a>|<q>|</q>|<br>|<p>|</p>|<div>|</div>")
IN_MAIL: dict[str, Any] = {
    "tags": {"a", "b", "br", "div", "em", "p", "q", "small", "span"},
    "attributes": {"a": {"href"}},
    "clean_content_tags": {"button", "form", "script", "style", "svg"},
    "url_schemes": {"http", "https"},
}


@dataclass(frozen=True, kw_only=True)
class RenderedNotice:
    """What a notice template made of a notification, in the language that is active."""

    html: SafeString

    @property
    def path(self) -> str:
        """Where it leads: its first link."""
        found = LINK.search(self.html)
        return unescape(found[1]) if found else reverse("inbox")

    def for_mail(self, base_url: str) -> SafeString:
        """Give what a mail can show: words and links with the full address, no buttons."""
        whole = LINK.sub(lambda found: f'href="{escape(base_url)}{found[1]}"', self.html)
        # Cleaned: what people typed cannot become more than text, whatever a template does.
        return mark_safe(nh3.clean(whole, **IN_MAIL))

    def words(self, base_url: str) -> list[str]:
        """Give its words line by line, first what it is about."""
        text = BLOCK.sub("\n\n", self.for_mail(base_url))
        lines = (" ".join(unescape(strip_tags(line)).split()) for line in text.split("\n\n"))
        return [line for line in lines if line]


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
