"""The report of an iteration: what was committed, done, added, taken out and carried over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import get_iteration, previous_of
from twintrack.rnd.sprints import queries
from twintrack.rnd.sprints.burning import read_burn
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.sprints.models import Outcome
from twintrack.rnd.sprints.results import Result, result_of, results_of
from twintrack.rnd.sprints.views.charts import burn_chart
from twintrack.rnd.sprints.views.overview import pages_of
from twintrack.rnd.work.models import WorkItem
from twintrack.ui import charts
from twintrack.ui.charts import Bar, Chart
from twintrack.ui.regions import render_page

PAGE = "sprints/report.html"
OPEN = ""
CARRIED = frozenset({Decision.NEXT.value, Decision.BACKLOG.value})
# How work is parted: by what became of it, and whether it was committed.
GROUPS: tuple[tuple[str | Promise, frozenset[str], bool | None], ...] = (
    (gettext_lazy("Committed and done"), frozenset({Decision.DONE.value}), True),
    (gettext_lazy("Added later and done"), frozenset({Decision.DONE.value}), False),
    (gettext_lazy("Committed and still open"), frozenset({OPEN}), True),
    (gettext_lazy("Added later and still open"), frozenset({OPEN}), False),
    (gettext_lazy("Carried over"), CARRIED, None),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A work item, and what became of it."""

    item: WorkItem
    decision: str
    was_committed: bool
    outcome: Outcome | None = None


@login_required
@require_GET
def iteration_report(request: Request, number: str) -> HttpResponse:
    iteration = get_iteration(number, for_user=request.user)
    result = result_of(iteration)
    burn = read_burn(iteration, result, today=timezone.localdate())
    shown: dict[str, Any] = {
        "iteration": iteration,
        "pages": pages_of(iteration, "iteration-report"),
        "result": result,
        "chart": burn_chart(iteration, burn),
        "before": _before_chart(iteration, result),
        "groups": _groups(_lines(iteration, request.user)),
        "removed": queries.list_removed(iteration, for_user=request.user),
        "moves": queries.list_scope_changes(iteration, for_user=request.user),
    }
    return render_page(request, PAGE, shown, regions=("report",))


def _lines(iteration: Iteration, user: User) -> list[Line]:
    if not iteration.is_open:
        return [
            Line(
                item=each.item,
                decision=each.decision,
                was_committed=each.was_committed,
                outcome=each,
            )
            for each in queries.list_outcomes(iteration, for_user=user)
        ]
    committed = queries.committed_ids(iteration)
    return [
        Line(
            item=each,
            decision=OPEN if each.is_open else Decision.DONE,
            was_committed=each.pk in committed or iteration.started_at is None,
        )
        for each in queries.with_names(queries.list_items(iteration, for_user=user))
    ]


def _groups(lines: list[Line]) -> list[tuple[str | Promise, list[Line]]]:
    """Part the work by what became of it; what came in later stands apart."""
    parted = [
        (
            label,
            [
                each
                for each in lines
                if each.decision in decisions and is_committed in {None, each.was_committed}
            ],
        )
        for label, decisions, is_committed in GROUPS
    ]
    return [(label, found) for label, found in parted if found]


def _before_chart(iteration: Iteration, result: Result) -> Chart | None:
    """Draw what was done in this iteration and those before it."""
    earlier = previous_of(iteration, count=queries.LOOK_BACK - 1)[::-1]
    if not earlier:
        return None
    results = results_of(earlier) | {iteration.pk: result}
    bars = [
        Bar(each.name, _done(results[each.pk]), _words(results[each.pk]))
        for each in [*earlier, iteration]
    ]
    return charts.bars(
        title=_("What the team got done, iteration by iteration"),
        bars=bars,
        hint=_("points, and how much of the committed scope was done"),
    )


def _done(result: Result) -> float:
    return float(result.done.points if result.is_in_points else result.done.items)


def _words(result: Result) -> str:
    done = f"{_done(result):.1f}".removesuffix(".0")
    share = result.predictability
    return done if share is None else f"{done} · {share}%"
