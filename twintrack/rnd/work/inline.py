"""Fields of a work item that are changed where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import list_modules, list_versions, list_who_see
from twintrack.hub.projects.queries import list_projects
from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.rnd.iterations.queries import list_choices as list_iterations
from twintrack.rnd.releases.queries import list_choices as list_releases
from twintrack.rnd.work import operations
from twintrack.rnd.work.fields import FIELDS
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Kind, Severity, WorkItem
from twintrack.rnd.work.operations import Edit
from twintrack.rnd.work.queries import find_work_items
from twintrack.ui.fields import DayField
from twintrack.ui.inline import Inline
from twintrack.ui.templatetags.ui import day
from twintrack.ui.widgets import Finder

# What a row of a list changes; the page of a work item changes all.
IN_ROWS = ("title", "state", "priority", "assignee", "points", "iteration", "due_on")
NONE = "—"
Build = Callable[[WorkItem], forms.Field]


def inline_of(code: str, *, for_user: User) -> Inline[WorkItem] | None:
    """Find a field by its code, or nothing if no page changes it in place."""
    if code == "state":
        return _STATE
    build = _builders(for_user).get(code)
    if build is None:
        return None
    return Inline(
        label=FIELDS[code].label,
        read=lambda item: _read(item, code),
        field=build,
        save=lambda item, before, value, who: operations.change(
            item=item, edits=[Edit(field=code, value=value, before=before)], **who
        ),
        words=_WORDS.get(code, _named),
    )


def _read(item: WorkItem, code: str) -> Any:
    holder = item.defect if FIELDS[code].is_of_defects else item
    return getattr(holder, code)


def _move(item: WorkItem, before: str, value: str, who: dict[str, Any]) -> WorkItem:
    if value == before:
        return item
    return operations.move(item=item, to=State(value), seen=before, **who)


def _named(value: Any) -> str:
    return NONE if value in (None, "") else str(value)


_WORDS: dict[str, Callable[[Any], str]] = {
    "priority": lambda value: str(Priority(value).label),
    "kind": lambda value: str(Kind(value).label),
    "severity": lambda value: str(Severity(value).label),
    "due_on": lambda value: day(value) or NONE,
    "is_escaped": lambda value: str(_("Yes") if value else _("No")),
}
_STATE: Inline[WorkItem] = Inline(
    label=_("State"),
    read=lambda item: item.state,
    field=lambda item: forms.ChoiceField(
        choices=[(each.value, each.label) for each in (State(item.state), *item.next_states)]
    ),
    save=_move,
    words=lambda value: str(State(value).label),
)


def _one_of(rows: Callable[[WorkItem], QuerySet[Any]]) -> Build:
    return lambda item: forms.ModelChoiceField(rows(item), required=False, empty_label=NONE)


def _found(rows: Callable[[WorkItem], QuerySet[Any]], url_name: str) -> Build:
    return lambda item: forms.ModelChoiceField(
        rows(item), required=False, empty_label=NONE, widget=Finder(url_name=url_name)
    )


def _chosen(choices: Any, coerce: Callable[[Any], Any] = str) -> Build:
    return lambda _item: forms.TypedChoiceField(choices=choices.choices, coerce=coerce)


def _amount(_item: WorkItem) -> forms.Field:
    return forms.DecimalField(
        required=False,
        min_value=0,
        max_value=9999,
        max_digits=5,
        decimal_places=1,
        widget=forms.NumberInput({"step": "0.5", "inputmode": "decimal"}),
    )


def _builders(user: User) -> dict[str, Build]:
    return {
        "title": lambda _item: forms.CharField(max_length=200),
        "description": lambda _item: forms.CharField(
            required=False, max_length=20_000, widget=forms.Textarea({"rows": 6})
        ),
        "kind": _chosen(Kind),
        "priority": _chosen(Priority, int),
        "assignee": _one_of(lambda item: list_who_see(item.product)),
        "module": _one_of(lambda item: list_modules(item.product)),
        "project": _one_of(lambda item: list_projects(for_user=user).filter(product=item.product)),
        "requirement": _found(
            lambda item: list_requirements(for_user=user, product=item.product),
            "requirement-targets",
        ),
        "parent": _found(
            lambda item: find_work_items("", for_user=user, product=item.product),
            "work-item-choices",
        ),
        "iteration": _one_of(lambda item: list_iterations(for_user=user, chosen=item.iteration_id)),
        "release": _one_of(
            lambda item: list_releases(for_user=user, product=item.product, chosen=item.release_id)
        ),
        "points": _amount,
        "estimate_hours": _amount,
        "remaining_hours": _amount,
        "due_on": lambda _item: DayField(
            required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        ),
        "severity": _chosen(Severity),
        "found_in": _one_of(lambda item: list_versions(item.product)),
        "environment": lambda _item: forms.CharField(required=False, max_length=200),
        "is_escaped": lambda _item: forms.TypedChoiceField(
            choices=[("True", _("Yes")), ("False", _("No"))], coerce=lambda value: value == "True"
        ),
        "caused_by": _found(
            lambda item: list_requirements(for_user=user, product=item.product),
            "requirement-targets",
        ),
        "caused_by_commit": lambda _item: forms.CharField(required=False, max_length=64),
    }
