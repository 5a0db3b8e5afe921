"""
The ways to look at the pipeline; filters go along from one to the other.

Apps above add theirs by `register_way` when they start.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from twintrack.foundation.people.http import Request
from twintrack.ui.filters import Tab

# URL name, icon, label.
WAYS: list[tuple[str, str, str | Promise]] = [
    ("opportunity-board", "layout-kanban", gettext_lazy("Board")),
    ("opportunity-list", "table", gettext_lazy("Table")),
    ("opportunity-closing", "calendar", gettext_lazy("Closing calendar")),
    ("opportunity-outcomes", "chart-bar", gettext_lazy("Won and lost")),
]
GOES_ALONG = ("team", "owner", "product", "q")


def register_way(name: str, icon: str, label: str | Promise) -> None:
    """Add a page, by the name of its URL, behind those that are there."""
    WAYS.append((name, icon, label))


def pages_of(request: Request, here: str) -> list[tuple[str, Tab]]:
    """List the ways with their icons, marked with the one that is shown."""
    query = request.GET.copy()
    for name in list(query):
        if name not in GOES_ALONG:
            del query[name]
    address = f"?{query.urlencode()}" if query else ""
    return [
        (icon, Tab(label=label, url=reverse(name) + address, is_on=name == here))
        for name, icon, label in WAYS
    ]
