"""What the pages of insight share: the filter of their address, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.people.http import Request
from twintrack.ui.filters import Tab, filter_bar

KEPT = ("product", "module", "team", "weeks", "mine")


@dataclass(frozen=True)
class Place:
    """The filter as an address, and what the bar shows."""

    query: str
    shown: dict[str, Any]


def place(request: Request, form: forms.Form) -> Place:
    """Give the filter that the next page keeps, and the bar."""
    kept = request.GET.copy()
    for name in set(kept) - set(KEPT):
        kept.pop(name)
    query = f"?{kept.urlencode()}" if kept else ""
    bar = filter_bar(request, form)
    bar["tabs"] = [
        Tab(
            label=label,
            url=reverse(name) + query,
            is_on=request.resolver_match is not None and request.resolver_match.url_name == name,
        )
        for name, label in (
            ("insight", _("Overview")),
            ("insight-flow", _("Flow")),
            ("insight-delivery", _("Delivery performance")),
            ("finding-list", _("Findings")),
        )
    ]
    return Place(query, bar)
