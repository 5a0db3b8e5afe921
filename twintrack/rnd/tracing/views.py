"""The trace matrix: requirements down, what stands behind them across, holes marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.filters import PoolFilterForm, pairs, without
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.tracing.columns import columns_for
from twintrack.rnd.tracing.queries import Row, count_holes, fill_rows, list_traced
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer

PAGE = "tracing/trace_matrix.html"
AT_ONCE = 500


@login_required
@require_GET
def trace_matrix(request: Request) -> HttpResponse:
    columns = columns_for(request.user)
    form = PoolFilterForm(request.GET, user=request.user)
    hole = request.GET.get("hole", "")
    found = list_traced(for_user=request.user, only=form.wanted, hole=hole)
    page = key_page(found, order=("-pk",), after=request.GET.get("after", ""))
    holes = count_holes(for_user=request.user, only=form.wanted)
    address = without(request.GET, "hole")
    shown: dict[str, Any] = {
        "columns": columns,
        "page": page,
        "rows": fill_rows(page.items, for_user=request.user),
        "count": found.count(),
        "holes": [each for each in holes if each.holes],
        "hole": hole,
        "form": form,
        "query": without(request.GET).urlencode(),
        "whole": address.urlencode(),
        "searched": pairs(without(request.GET, "q")),
        "width": len(columns) + 2,
    }
    return render_page(request, PAGE, shown, regions=("rows",))


@login_required
@require_GET
def trace_export(request: Request) -> HttpResponseBase:
    """The whole matrix as a file for a spreadsheet."""
    form = PoolFilterForm(request.GET, user=request.user)
    found = list_traced(
        for_user=request.user, only=form.wanted, hole=request.GET.get("hole", "")
    ).order_by("-pk")
    columns = columns_for(request.user)
    heads = [_("Number"), _("Requirement"), _("State"), *(str(each.label) for each in columns)]
    heads.append(_("Holes"))
    name = f"trace-{timezone.localdate():%Y-%m-%d}"
    return csv_answer(name, heads, _lines(request, found.iterator(AT_ONCE)))


def _lines(request: Request, found: Iterable[Requirement]) -> Iterator[list[Any]]:
    rest = iter(found)
    while some := list(islice(rest, AT_ONCE)):
        for row in fill_rows(some, for_user=request.user):
            yield _line(row)


def _line(row: Row) -> list[Any]:
    requirement = row.requirement
    cells = [each.words or each.hole for each in row.cells]
    return [
        requirement.number,
        requirement.title,
        requirement.get_state_display(),
        *cells,
        row.holes,
    ]
