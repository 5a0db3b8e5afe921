"""What the page of a quote shows, whole or only a part of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.sales.quotes import queries
from twintrack.sales.quotes.arithmetic import percent
from twintrack.sales.quotes.forms import (
    IN_CELL,
    DiscountForm,
    LineForm,
    ListedLineForm,
    PromiseForm,
)
from twintrack.sales.quotes.lifecycle import ApprovalState, QuoteState
from twintrack.sales.quotes.models import QuoteLine, QuoteVersion
from twintrack.sales.quotes.queries.approvals import list_approvals, waiting_role
from twintrack.ui.regions import render_page

DETAIL = "quotes/quote_detail.html"
REGIONS = ("acts", "head", "sheet", "facts")


def show(
    request: Request,
    version: QuoteVersion,
    *,
    wrong: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a version; `wrong` are forms on it that were refused, by their names."""
    user, wrong = request.user, wrong or {}
    may_write = may(user, Act.WRITE_QUOTES)
    editable = may_write and version.is_draft and version.is_current
    lines = list(version.lines.select_related("item"))
    asked = waiting_role(version) if version.state == QuoteState.IN_APPROVAL else ""
    is_own = version.is_of(user) and Role.ADMIN not in user.roles
    shown = {
        # Not where the request came to: what is posted to has nothing to be read from.
        "page_url": _address(version),
        "version": version,
        "quote": version.quote,
        "lines": [(line, _cells(line, wrong) if editable else ()) for line in lines],
        "editable": editable,
        "may_write": may_write,
        "asked": asked,
        "may_decide": bool(asked) and queries.may_decide(user, asked) and not is_own,
        "clock": queries.clock_of(version.quote, now=timezone.now()),
        "today": timezone.localdate(),
        **_figures(version, lines, may_see_costs=may(user, Act.SEE_COSTS)),
        **_around(version),
    }
    if editable:
        shown["discount_form"] = wrong.get("discount") or DiscountForm(version=version)
        shown["line_form"] = wrong.get("line") or ListedLineForm(user=user, book=version.book_id)
        shown["promise_form"] = wrong.get("promise") or PromiseForm()
    return render_page(request, DETAIL, shown, regions=REGIONS, status=status)


def _address(version: QuoteVersion) -> str:
    number = version.quote.number
    if version.is_current:
        return reverse("quote-detail", args=[number])
    return reverse("quote-version", args=[number, version.ordinal])


def _cells(line: QuoteLine, wrong: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """Give the little forms of a line, each for one of its cells."""
    return {
        name: wrong.get(f"{name}-{line.pk}")
        or LineForm(line=line, names=(name,), auto_id=f"id_{line.pk}_%s")
        for name in IN_CELL
    }


def _around(version: QuoteVersion) -> dict[str, Any]:
    approvals = list(list_approvals(version))
    last = approvals[-1] if approvals and version.is_draft else None
    return {
        "promises": list(version.promises.all()),
        "approvals": approvals,
        "sent_back": last if last and last.state == ApprovalState.REJECTED else None,
        "sendings": list(version.sendings.select_related("sent_by")),
        "versions": list(queries.list_versions_of(version.quote)),
    }


def _figures(
    version: QuoteVersion, lines: list[QuoteLine], *, may_see_costs: bool
) -> dict[str, Any]:
    """Give what is left over, and who would be asked, as far as the person may see it."""
    margin = None if version.cost is None else version.net - version.cost
    floor = queries.margin_floor()
    found = None if margin is None else percent(margin, version.net)
    asks, trouble = [], ""
    if version.is_draft and lines:
        try:
            asks = queries.who_is_asked(version, on=timezone.localdate())
        except Refusal as refusal:
            trouble = str(refusal.message)
    return {
        "amounts": sum(line.amount for line in lines),
        "share": sum(line.share for line in lines),
        "discount_percent": percent(version.discounted, version.at_list),
        "asks": asks,
        "trouble": trouble,
        "may_see_costs": may_see_costs,
        "margin": margin,
        "margin_percent": found,
        "floor": floor,
        "is_below": floor is not None and bool(lines) and (found is None or found < floor),
    }
