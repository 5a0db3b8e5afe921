"""What a row of the pool's list shows; what rows have in common is drawn once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.chips import chips
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import labels_on
from twintrack.foundation.money.templatetags.money import money_for
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.rnd.backlog.queries import products_by_wsjf
from twintrack.rnd.backlog.views.columns import Column
from twintrack.ui.templatetags import ui

# Cells that can be changed in place, with the key that does it on a row.
KEYS = {"state": "s", "owner": "a", "priority": "p", "planned_on": "l"}
# No two rows share these.
_SINGULAR = {"number", "title"}
NONE = SafeString('<span class="dim">—</span>')


class Drawer:
    """
    Draws requirements for one person; the same value is drawn only once.

    Rows are put together here and not in a template: that costs a tenth of the time.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.base = reverse("requirement-list")
        self.may_edit = may(user, Act.EDIT_REQUIREMENT)
        self.may_merge = may(user, Act.MERGE_REQUIREMENT)
        self.may_advance = may(user, Act.ADVANCE_REQUIREMENT)
        self.by_wsjf = products_by_wsjf()
        self._drawn: dict[tuple[str, Any], str] = {}
        self._labels: dict[int, list[Label]] = {}
        self._pen = format_html(
            '<button type="button" class="pen" data-edit="title" aria-label="{}">{}</button>',
            _("Edit the title"),
            ui.icon("pencil", "s"),
        )

    def rows(
        self, requirements: Sequence[Requirement], columns: Sequence[Column], *, has_grip: bool
    ) -> list[SafeString]:
        """Draw requirements with these columns."""
        grip = '<span class="grip" aria-hidden="true"></span>' if has_grip else ""
        self._labels = labels_on("requirement", [each.pk for each in requirements])
        return [self._row(each, columns, grip) for each in requirements]

    def _row(self, requirement: Requirement, columns: Sequence[Column], grip: str) -> SafeString:
        pk, number, url = requirement.pk, escape(requirement.number), self._url(requirement)
        cells = "".join([self._cell(requirement, column) for column in columns])
        # Numbers and addresses are ours, titles and names are escaped where cells are drawn.
        return mark_safe(
            f'<tr tabindex="0" id="r-{pk}" data-pk="{pk}" data-href="{url}" data-peek="{url}peek/">'
            f'<td class="check">{grip}<input type="checkbox" name="pk" value="{pk}"'
            f' aria-label="{number}"></td>{cells}</tr>'
        )

    def _url(self, requirement: Requirement) -> str:
        return f"{self.base}{escape(requirement.number)}/"

    def _cell(self, requirement: Requirement, column: Column) -> str:
        code, style = column.code, column.style
        if code in _SINGULAR:
            worn = chips(self._labels.get(requirement.pk, ())) if code == "title" else ""
            return f'<td class="{style}">{self.cell(requirement, code)}{worn}</td>'
        key = (code, _CELLS[code][0](requirement))
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = f'<td class="{style}">{self.cell(requirement, code)}</td>'
        return found

    def cell(self, requirement: Requirement, code: str) -> SafeString:
        """Draw what a cell holds, as a button where it can be changed in place."""
        if code == "title":
            return self._title(requirement)
        return self._framed(code, _CELLS[code][1](self, requirement))

    def _framed(self, code: str, content: SafeString | str) -> SafeString:
        allowed = self.may_edit if code in {"owner", "priority"} else self.may_advance
        if code not in KEYS or not allowed:
            return format_html("{}", content)
        return format_html(
            '<button type="button" class="cell" data-edit="{}" data-edit-key="{}">{}</button>',
            code,
            KEYS[code],
            content,
        )

    def _title(self, requirement: Requirement) -> SafeString:
        title = escape(requirement.title)
        pen = self._pen if self.may_edit else ""
        return mark_safe(f'<a href="{self._url(requirement)}">{title}</a>{pen}')


def _person(drawer: Drawer, requirement: Requirement) -> SafeString:
    owner = requirement.owner
    return format_html(
        '<span class="row">{}<span class="t12 ink2 ell">{}</span></span>',
        ui.avatar(owner, "s"),
        owner.name,
    )


def _value(drawer: Drawer, row: Requirement) -> SafeString:
    """Show the value with the score that it comes from."""
    if not row.value_score:
        return NONE
    is_wsjf = row.product_id in drawer.by_wsjf
    name, score = ("WSJF", row.wsjf) if is_wsjf else ("RICE", row.rice)
    said = f"{name} {score.normalize():f}" if score is not None else name
    return format_html('<span data-tip="{}">{}</span>', said, ui.meter(row.value_score))


def _day(row: Requirement) -> SafeString:
    """Show the day it is planned for, or paler that of its milestone or release."""
    if row.expected_on is None:
        return NONE
    paler = "" if row.planned_on else "dim"
    return format_html('<span class="{}">{}</span>', paler, ui.short_day(row.expected_on))


def _milestone(drawer: Drawer, requirement: Requirement) -> SafeString:
    milestone = requirement.milestone
    if milestone is None:
        return NONE
    return format_html(
        '<a class="pill s rd" href="{}" data-tip="{}"><span class="ell">{}</span></a>',
        reverse("milestone-detail", args=[milestone.number]),
        milestone.name,
        milestone.name,
    )


def _release(drawer: Drawer, requirement: Requirement) -> SafeString:
    release = requirement.release
    if release is None:
        return NONE
    return format_html(
        '<a class="pill s rd" href="{}">{}{}</a>',
        reverse("release-detail", args=[release.number]),
        ui.icon("rocket", "s"),
        release.name,
    )


def state_words(state: str) -> str:
    return str(State(state).label)


_CELLS: dict[
    str, tuple[Callable[[Requirement], Any], Callable[[Drawer, Requirement], SafeString | str]]
] = {
    "number": (
        lambda row: row.number,
        lambda _drawer, row: format_html('<span class="key">{}</span>', row.number),
    ),
    "value": (
        lambda row: (row.value_score, row.rice, row.wsjf, row.product_id),
        _value,
    ),
    "customers": (
        lambda row: row.customers_count,
        lambda _drawer, row: (
            format_html(
                '<span class="only-s">{} </span>{}', ui.icon("building", "s"), row.customers_count
            )
            if row.customers_count
            else NONE
        ),
    ),
    "revenue": (
        lambda row: row.revenue,
        lambda drawer, row: money_for(row.revenue, drawer.user) if row.revenue else NONE,
    ),
    "state": (
        lambda row: row.state,
        lambda _drawer, row: ui.status(row.state, state_words(row.state)),
    ),
    "priority": (lambda row: row.priority, lambda _drawer, row: ui.priority(row.priority)),
    "owner": (lambda row: row.owner_id, _person),
    "product": (
        lambda row: row.product_id,
        lambda _drawer, row: format_html('<span class="ell">{}</span>', row.product.name),
    ),
    "milestone": (lambda row: row.milestone_id, _milestone),
    "release": (lambda row: row.release_id, _release),
    "planned_on": (
        lambda row: (row.planned_on, row.expected_on),
        lambda _drawer, row: _day(row),
    ),
    "kind": (lambda row: row.kind, lambda _drawer, row: ui.pill(Kind(row.kind).label)),
    "updated": (lambda row: row.updated_at, lambda _drawer, row: ui.ago(row.updated_at)),
}
