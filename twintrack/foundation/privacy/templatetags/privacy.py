"""How what is known of a person is written for them to read."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.privacy.dossier import Line
from twintrack.ui.templatetags.ui import moment_text

register = template.Library()
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
# What an entry of the ledger consists of; all else is named by its table.
PARTS = {
    "happened_at": gettext_lazy("When"),
    "actor": gettext_lazy("By whom"),
    "personal": gettext_lazy("What it says of the person"),
}


@register.filter
def parts(line: Line) -> list[tuple[str, Any]]:
    """Give what a line says for a person to read: nothing of what is empty."""
    read = line.said if line.read is None else line.read
    return [(name, value) for name, value in read.items() if value not in ("", None, [], {})]


@register.filter
def part_name(name: str) -> str:
    """Name a part of what is known."""
    return str(PARTS.get(name, name))


@register.filter
def to_read(value: Any) -> str:
    """Write a value as people do: moments where the reader is, yes and no, one line for each."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        kept = {name: said for name, said in value.items() if said not in ("", None, [], {})}
        return "\n".join(f"{name}: {to_read(said)}" for name, said in kept.items())
    if isinstance(value, list):
        return ", ".join(map(to_read, value))
    text = str(value)
    if MOMENT.fullmatch(text):
        return moment_text(timezone.localtime(datetime.fromisoformat(text)))
    return text
