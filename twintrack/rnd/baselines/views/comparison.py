"""A baseline beside what stands there now, or beside another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.rnd.baselines import queries
from twintrack.rnd.baselines.comparing import (
    ADDED,
    CHANGED,
    REMOVED,
    SAME,
    Comparison,
    CriteriaChange,
    Difference,
    FieldChange,
    compare_two,
    compare_with_now,
)
from twintrack.rnd.baselines.models import Baseline
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer
from twintrack.ui.templatetags.ui import moment_text

PAGE = "baselines/baseline_detail.html"


@login_required
@require_GET
def baseline_detail(request: Request, number: str) -> HttpResponse:
    baseline = queries.get_baseline(number, for_user=request.user)
    other, comparison = _compared(request, baseline)
    shown: dict[str, Any] = {
        "baseline": baseline,
        "other": other,
        "others": list(queries.list_others(baseline, for_user=request.user)[:50]),
        "comparison": comparison,
        "may_set": queries.may_set(request.user),
    }
    return render_page(request, PAGE, shown, regions=("differences",))


def _compared(request: Request, baseline: Baseline) -> tuple[Baseline | None, Comparison]:
    wanted = request.GET.get("with", "")
    if not wanted:
        return None, compare_with_now(baseline)
    other = queries.get_baseline(wanted, for_user=request.user)
    return other, compare_two(baseline, other)


@login_required
@require_GET
def baseline_export(request: Request, number: str) -> HttpResponseBase:
    """All differences as a file for a spreadsheet, a line for each field that changed."""
    baseline = queries.get_baseline(number, for_user=request.user)
    _other, comparison = _compared(request, baseline)
    heads = (
        _("Number"),
        _("Requirement"),
        _("Difference"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Who"),
        _("When"),
        _("Entry"),
    )
    return csv_answer(f"{number}-differences", heads, _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    for each in comparison.differences:
        for change in each.changes or (None,):
            yield _line(each, change)


def _line(each: Difference, change: FieldChange | None) -> tuple[Any, ...]:
    entry = change.last if change else each.last
    before, after = _texts(change) if change else ("", "")
    return (
        each.requirement.number,
        each.requirement.title,
        words_of(each.what),
        change.label if change else "",
        before,
        after,
        entry.actor.name if entry else "",
        moment_text(entry.happened_at) if entry else "",
        entry.pk if entry else "",
    )


def _texts(change: FieldChange) -> tuple[str, str]:
    if isinstance(change.after, CriteriaChange):
        gone = [*change.after.removed, *(was for was, _now in change.after.reworded)]
        come = [*change.after.added, *(now for _was, now in change.after.reworded)]
        return "\n".join(gone), "\n".join(come)
    return str(change.before or ""), str(change.after or "")


def words_of(what: str) -> str:
    """Say a kind of difference."""
    words = {
        ADDED: _("Added"),
        REMOVED: _("Removed"),
        CHANGED: _("Modified"),
        SAME: _("As it was"),
    }
    return words[what]
