"""What a row of a list of work shows; what rows have in common is drawn once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.chips import chips
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import labels_on
from twintrack.foundation.people.models import User
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.marks import kind_mark, written
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.sorting import Head
from twintrack.ui.templatetags import ui

# Cells that are changed in place, with the key that does it on a row.
KEYS = {
    "state": "s",
    "priority": "p",
    "assignee": "a",
    "points": "o",
    "iteration": "i",
    "due_on": "l",
}
COLUMNS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Work item"), key="title", by=("title",)),
    Head(label=gettext_lazy("State")),
    Head(label=gettext_lazy("Priority"), key="priority", by=("priority", "rank")),
    Head(label=gettext_lazy("Assignee")),
    Head(label=gettext_lazy("Points"), key="points", by=("weight",), numeric=True),
    Head(label=gettext_lazy("Iteration")),
    Head(label=gettext_lazy("Requirement")),
    Head(label=gettext_lazy("Due on"), key="due", by=("due",)),
    Head(label=gettext_lazy("Changed"), key="updated", by=("updated_at",)),
)
CODES = (
    "number",
    "title",
    "state",
    "priority",
    "assignee",
    "points",
    "iteration",
    "requirement",
    "due_on",
    "updated",
)
_STYLES = {"title": "main", "points": "n", "iteration": "tight"}
NONE = SafeString('<span class="dim">—</span>')


class Drawer:
    """
    Draws work items for one person.

    Rows are put together here and not in a template: that costs a tenth of the time.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.may_work = may(user, Act.WORK_ON_ITEMS)
        self._base = reverse("work-item-list")
        self._labels: dict[int, list[Label]] = {}

    def rows(self, items: Sequence[WorkItem], *, has_grip: bool) -> SafeString:
        """Draw work items as rows of a table."""
        grip = '<span class="grip" aria-hidden="true"></span>' if has_grip else ""
        self._labels = labels_on("work_item", [each.pk for each in items])
        # Numbers and addresses are ours; titles and names are escaped where cells are drawn.
        return mark_safe("".join([self._row(each, grip) for each in items]))

    def _row(self, item: WorkItem, grip: str) -> str:
        url = self.address(item)
        cells = "".join(
            [
                f'<td class="{_STYLES.get(code, "")} c-{code}">{self.cell(item, code)}</td>'
                for code in CODES
            ]
        )
        return (
            f'<tr tabindex="0" id="w-{item.pk}" data-pk="{item.pk}" data-href="{url}"'
            f' data-peek="{url}peek/"><td class="check">{grip}<input type="checkbox" name="pk"'
            f' value="{item.pk}" aria-label="{item.number}"></td>{cells}</tr>'
        )

    def address(self, item: WorkItem) -> str:
        return f"{self._base}{escape(item.number)}/"

    def cell(self, item: WorkItem, code: str) -> SafeString:
        """Draw what a cell holds, as a button where it can be changed in place."""
        if code == "title":
            return self._title(item)
        content = _CELLS[code](item)
        if code not in KEYS or not self.may_work:
            return content
        return mark_safe(
            f'<button type="button" class="cell" data-edit="{code}"'
            f' data-edit-key="{KEYS[code]}">{content}</button>'
        )

    def _title(self, item: WorkItem) -> SafeString:
        worn = chips(self._labels.get(item.pk, ()))
        pen = _pen() if self.may_work else ""
        return mark_safe(
            f'<a href="{self.address(item)}">{escape(item.title)}</a>{blocked(item)}{pen}{worn}'
        )


def _pen() -> SafeString:
    return format_html(
        '<button type="button" class="pen" data-edit="title" aria-label="{}">{}</button>',
        _("Edit the title"),
        ui.icon("pencil", "s"),
    )


def blocked(item: WorkItem) -> SafeString:
    """Draw the flag of work that cannot go on, with the reason."""
    if not item.is_blocked:
        return SafeString("")
    return format_html(
        ' <span class="pill s bad" data-tip="{}">{}{}</span>',
        item.blocked_reason,
        ui.icon("hand-stop", "s"),
        _("Blocked"),
    )


def person(user: User | None) -> SafeString:
    if user is None:
        return format_html('<span class="dim t12">{}</span>', _("Nobody yet"))
    return format_html(
        '<span class="row">{}<span class="t12 ink2 ell">{}</span></span>',
        ui.avatar(user, "s"),
        user.name,
    )


def _points(item: WorkItem) -> SafeString:
    return (
        NONE if item.points is None else format_html('<b class="num">{}</b>', written(item.points))
    )


def _iteration(item: WorkItem) -> SafeString:
    if item.iteration is None:
        return NONE
    return format_html('<span class="ell t12">{}</span>', item.iteration.name)


def _requirement(item: WorkItem) -> SafeString:
    if item.requirement is None:
        return NONE
    return ui.number_chip(
        item.requirement.number, reverse("requirement-detail", args=[item.requirement.number])
    )


_CELLS: dict[str, Callable[[WorkItem], SafeString]] = {
    "number": lambda item: format_html(
        '<span class="row">{}<span class="key">{}</span></span>', kind_mark(item.kind), item.number
    ),
    "state": lambda item: ui.status(item.state, str(State(item.state).label)),
    "priority": lambda item: ui.priority(item.priority),
    "assignee": lambda item: person(item.assignee),
    "points": _points,
    "iteration": _iteration,
    "requirement": _requirement,
    "due_on": lambda item: _day(item.due_on),
    "updated": lambda item: ui.ago(item.updated_at),
}


def _day(value: Any) -> SafeString:
    return format_html('<span class="num">{}</span>', ui.short_day(value)) if value else NONE
