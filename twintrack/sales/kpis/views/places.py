"""What the pages of measures share: the filter of their address, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.people.http import Request
from twintrack.sales.kpis.forms import OfForm
from twintrack.ui.filters import Tab, filter_bar

KEPT = ("product", "team", "person", "customer", "months")


@dataclass(frozen=True)
class Place:
    """The filter as an address, and what the bar shows."""

    query: str
    shown: dict[str, Any]


def place(request: Request, form: OfForm | None) -> Place:
    """Give the filter that the next page keeps, and the bar."""
    kept = request.GET.copy()
    for name in set(kept) - set(KEPT):
        kept.pop(name)
    query = f"?{kept.urlencode()}" if kept else ""
    bar: dict[str, Any] = filter_bar(request, form) if form else {}
    here = request.resolver_match.url_name if request.resolver_match else ""
    bar["tabs"] = [
        Tab(label=label, url=reverse(name) + query, is_on=here == name)
        for name, label in (
            ("sales-performance", _("Performance")),
            ("sales-measures", _("Measures")),
        )
    ]
    return Place(query, bar)
