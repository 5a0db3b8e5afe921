"""The list as a file for a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.templatetags.money import money_for
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.views.asking import Asked

# Spreadsheets take what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """Takes a written line and hands it on."""

    def write(self, line: str) -> str:
        return line


@login_required
@require_GET
def requirement_export(request: Request) -> HttpResponseBase:
    asked = Asked(request)
    rows = asked.rows.order_by(*asked.order)
    name = f"requirements-{timezone.localdate():%Y-%m-%d}.csv"
    lines = _told_in(get_language() or "", _lines(request, rows.iterator(1000)))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _told_in(language: str, lines: Iterator[str]) -> Iterator[str]:
    # Lines are written when the request is over, and with it the reader's language.
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _lines(request: Request, rows: Iterator[Requirement]) -> Iterator[str]:
    # Excel reads UTF-8 only when the file begins with this mark.
    yield "\ufeff"
    writer = csv.writer(_Line())
    heads = (
        _("Number"),
        _("Requirement"),
        _("Product"),
        _("Kind"),
        _("State"),
        _("Priority"),
        _("Value"),
        "RICE",
        "WSJF",
        _("Customers"),
        _("Revenue"),
        _("Owner"),
        _("Milestone"),
        _("Release"),
        _("Planned for"),
    )
    yield writer.writerow(heads)
    sees_amounts = may(request.user, Act.SEE_AMOUNTS)
    for row in rows:
        values = (
            row.number,
            row.title,
            row.product.name,
            row.get_kind_display(),
            row.get_state_display(),
            row.get_priority_display(),
            row.value_score,
            row.rice,
            row.wsjf,
            row.customers_count,
            row.revenue if sees_amounts else money_for(row.revenue, request.user),
            row.owner.name,
            row.milestone.name if row.milestone else "",
            row.release.name if row.release else "",
            _iso(row.planned_on),
        )
        yield writer.writerow([_harmless(value) for value in values])


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value
