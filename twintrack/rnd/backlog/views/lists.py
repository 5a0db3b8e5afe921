"""The requirement pool as a list."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.http import Request
from twintrack.hub.products.drawn import drawn_alike
from twintrack.rnd.backlog import operations, pool
from twintrack.rnd.backlog.filters import PoolFilterForm, pairs, without
from twintrack.rnd.backlog.forms import PlaceForm
from twintrack.rnd.backlog.views.answering import changed, with_undo
from twintrack.rnd.backlog.views.asking import GROUPS, Asked
from twintrack.rnd.backlog.views.columns import COLUMNS, COOKIE
from twintrack.rnd.backlog.views.rows import Drawer
from twintrack.ui.paging import count_up_to, key_page, told_count
from twintrack.ui.regions import region_asked_for, render_page, with_counts

PAGE = "backlog/requirement_list.html"
YEAR = 365 * 86400
# Pages that narrow what they show by the filters of the pool.
PLACES = {"board": "requirement-board", "matrix": "trace-matrix"}


@login_required
@require_GET
def requirement_list(request: Request) -> HttpResponse:
    asked = Asked(request)
    shown = _rows(asked)
    region = region_asked_for(request)
    if region == "more":
        return render(request, f"{PAGE}#rows", shown)
    shown |= {"count": _count(asked), "tabs": list(asked.tabs)}
    if region == "rows":
        return with_counts(request, render(request, f"{PAGE}#rows", shown), shown)
    shown |= {
        "form": asked.form,
        "page_url": asked.address,
        "query": asked.address.removeprefix("?"),
        "searched": pairs(without(request.GET, "q")),
    }
    answer = render(request, PAGE, shown)
    if request.GET.getlist("cols"):
        codes = ".".join(column.code for column in asked.columns)
        answer.set_cookie(COOKIE, codes, max_age=YEAR, samesite="Lax", httponly=True)
    return answer


def _count(asked: Asked) -> str:
    """Count the rows; beyond a thousand they are just many."""
    found = asked.found.order_by()
    return told_count(
        drawn_alike(asked.request, "count", asked.only, draw=lambda: count_up_to(found))
    )


def _rows(asked: Asked) -> dict[str, Any]:
    request = asked.request
    codes = [column.code for column in asked.columns]
    drawer = Drawer(request.user)
    if "updated" in codes:
        drawn = _draw(asked, drawer)
    else:
        drawn = drawn_alike(request, asked.only, codes, draw=lambda: _draw(asked, drawer))
    return {
        "asked": asked,
        "drawn": drawn,
        "drawer": drawer,
        "pages": range(asked.size // 50),
        "is_narrowed": bool(without(request.GET, "sort", "group", "cols", "under")),
        "width": asked.width,
    }


@dataclass(frozen=True)
class Drawn:
    """The rows of a list, and where more of them are."""

    rows: SafeString
    next_url: str


def _draw(asked: Asked, drawer: Drawer) -> Drawn:
    page = key_page(
        asked.rows, order=asked.order, after=asked.query.get("after", ""), size=asked.size
    )
    rows = drawer.rows(page.items, asked.columns, has_grip=asked.is_by_hand)
    if asked.group and page.items:
        counts = pool.count_groups(asked.found, asked.group)
        rows = asked.with_groups(rows, page.items, counts)
    return Drawn(
        rows=mark_safe("".join(rows)),
        next_url=asked.next_url(page.next, page.items[-1] if page.items else None),
    )


@login_required
@require_GET
def requirement_filters(request: Request) -> HttpResponse:
    """The form behind the button "Filter", for the list, board or matrix it was opened on."""
    form = PoolFilterForm(request.GET, user=request.user)
    place = PLACES.get(request.GET.get("of", ""), "requirement-list")
    shown = {
        "form": form,
        "kept": pairs(without(request.GET, *form.fields, "of")),
        "back": reverse(place),
    }
    return render_page(request, "backlog/requirement_filters.html", shown, regions=("filters",))


@login_required
@require_GET
def requirement_display(request: Request) -> HttpResponse:
    """The form behind the button "Display": order, groups and columns."""
    shown = {
        "asked": Asked(request),
        "kept": pairs(without(request.GET, "sort", "group", "cols")),
        "sorts": _sorts(),
        "groups": GROUPS.items(),
        "columns": COLUMNS,
    }
    return render_page(request, "backlog/requirement_display.html", shown, regions=("display",))


def _sorts() -> list[tuple[str, str]]:
    by_column = [
        (("-" if column.falls else "") + column.sort, str(column.label))
        for column in COLUMNS
        if column.sort
    ]
    return [(pool.BY_HAND, _("Manual order")), *by_column]


@login_required
@require_POST
def requirement_rank(request: Request) -> HttpResponse:
    form = PlaceForm(request.POST, user=request.user)
    if not form.is_valid():
        return refused(form.first_error)
    try:
        requirement = operations.reorder(
            requirement=form.cleaned_data["pk"],
            after=form.cleaned_data["after"],
            before=form.cleaned_data["before"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return refused(refusal)
    text = _("%(number)s has its new place") % {"number": requirement.number}
    return changed(with_undo(HttpResponse(), text, requirement, by=request.user))
