"""A measure's course as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.measuring.saying import begun, name_of, words
from twintrack.foundation.people.http import Request
from twintrack.rnd.insight import queries
from twintrack.rnd.insight.forms import WhereForm
from twintrack.ui.spreadsheet import csv_answer


@login_required
@require_GET
def measure_export(request: Request, code: str) -> StreamingHttpResponse:
    measure = queries.get_measure(code)
    form = WhereForm(request.GET, user=request.user)
    course = queries.read_courses(
        [measure], form.where(), at=timezone.now(), for_user=request.user
    )[code]
    head = [
        _("Week"),
        f"{name_of(measure)} ({words(measure.unit)})",
        _("Observations"),
        _("Sum"),
        _("Of"),
        _("Lower limit"),
        _("Centre"),
        _("Upper limit"),
        _("Out of the ordinary"),
    ]
    rows = [
        [
            each.monday.isoformat(),
            _plain(each.value),
            each.week.count,
            _plain(each.week.part),
            _plain(each.week.whole),
            _plain(each.lower),
            _plain(each.centre),
            _plain(each.upper),
            int(each.is_out),
        ]
        for each in begun(course.steps)
    ]
    return csv_answer(code, head, rows)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
