"""The days of a plan as bars beside its tasks: what was planned, and what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.hub.scheduling.working_days import working_days_between
from twintrack.sales.deliveries.lifecycle import NEXT_TASK, TaskState
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.sales.deliveries.schedule import Forecast
from twintrack.ui.templatetags.ui import short_day

WORDS: dict[TaskState, str | Promise] = {
    TaskState.DOING: gettext_lazy("Begin the task"),
    TaskState.DONE: gettext_lazy("Finish"),
}
ICONS = {TaskState.DOING: "player-play", TaskState.DONE: "check"}
AGAIN: str | Promise = gettext_lazy("Take up again")
COLOURS = {
    TaskState.DONE: "var(--ok)",
    TaskState.DOING: "var(--rd)",
    TaskState.WAITING: "var(--warn)",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A task as the table shows it; `late` in working days."""

    task: DeliveryTask
    bar: SafeString
    late: int
    is_first: bool
    # The names of the tasks that it waits for.
    after: tuple[str, ...]
    # State, what it is called, its icon.
    moves: tuple[tuple[str, str, str], ...]


def rows_of(tasks: Sequence[DeliveryTask], forecast: Forecast) -> list[Row]:
    """Give the rows of a plan, all bars on one scale."""
    days = [day for task in tasks for day in (task.start_on, task.finish_on)]
    days += [day for span in forecast.spans.values() for day in span]
    first, last = min(days, default=date.min), max(days, default=date.min)
    whole = (last - first).days + 1
    return [
        _row(task, forecast.spans.get(task.pk), first, whole, is_first=not place)
        for place, task in enumerate(tasks)
    ]


def _row(
    task: DeliveryTask,
    span: tuple[date, date] | None,
    first: date,
    whole: int,
    *,
    is_first: bool,
) -> Row:
    start, finish = span or (task.start_on, task.finish_on)
    late = max(0, working_days_between(task.finish_on, finish)) if span else 0
    return Row(
        task=task,
        bar=_bar(task, start, finish, first, whole),
        late=late,
        is_first=is_first,
        after=tuple(each.name for each in task.after.all()),
        moves=_moves(task),
    )


def _bar(task: DeliveryTask, start: date, finish: date, first: date, whole: int) -> SafeString:
    left = 100 * (start - first).days / whole
    width = 100 * ((finish - start).days + 1) / whole
    colour = COLOURS.get(TaskState(task.state), "var(--sales)")
    said = _("expected %(start)s to %(finish)s") % {
        "start": short_day(start),
        "finish": short_day(finish),
    }
    if task.state == TaskState.CANCELLED:
        return SafeString("")
    return format_html(
        '<span class="meter" role="img" aria-label="{}" title="{}" style="display:block;'
        'min-width:4rem"><i style="margin-left:{}%;width:{}%;background:{}"></i></span>',
        said,
        said,
        f"{left:.2f}",
        f"{width:.2f}",
        colour,
    )


def _moves(task: DeliveryTask) -> tuple[tuple[str, str, str], ...]:
    """Give what one press can do with a task."""
    state = TaskState(task.state)
    ended = state in {TaskState.DONE, TaskState.CANCELLED}
    return tuple(
        (to.value, str(AGAIN if ended else WORDS[to]), "refresh" if ended else ICONS[to])
        for to in NEXT_TASK[state]
        if (to in WORDS and to != TaskState.TODO) or ended
    )
