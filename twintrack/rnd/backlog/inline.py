"""Fields of a requirement that are changed where they stand, and how each is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.lifecycle import DECISIONS, State
from twintrack.rnd.backlog.models import Priority, Requirement
from twintrack.ui.fields import DayField
from twintrack.ui.inline import Inline
from twintrack.ui.templatetags.ui import day

Saved = Callable[..., Requirement]


def _kept(operation: Saved, name: str) -> Callable[..., Requirement]:
    def save(requirement: Requirement, before: Any, value: Any, who: dict[str, Any]) -> Requirement:
        return operation(requirement=requirement, before=before, **{name: value}, **who)

    return save


def _assign(
    requirement: Requirement, before: User, value: User, who: dict[str, Any]
) -> Requirement:
    return operations.assign(requirement=requirement, before=before.pk, owner=value, **who)


def _state_field(requirement: Requirement) -> forms.Field:
    reachable = [*requirement.next_states]
    if requirement.is_reviewable:
        reachable += [each for each in DECISIONS if each != requirement.state]
    here = State(requirement.state)
    return forms.ChoiceField(choices=[(each.value, each.label) for each in (here, *reachable)])


def _advance(requirement: Requirement, before: str, value: str, who: dict[str, Any]) -> Requirement:
    if value == requirement.state:
        return requirement
    return operations.advance(requirement=requirement, to=State(value), **who)


INLINE: dict[str, Inline[Requirement]] = {
    "title": Inline(
        label=_("Title"),
        read=lambda row: row.title,
        field=lambda _row: forms.CharField(max_length=200),
        save=_kept(operations.rename, "title"),
        words=str,
    ),
    "owner": Inline(
        label=_("Owner"),
        read=lambda row: row.owner,
        field=lambda _row: forms.ModelChoiceField(queryset=list_people(), empty_label=None),
        save=_assign,
        words=str,
    ),
    "priority": Inline(
        label=_("Priority"),
        read=lambda row: row.priority,
        field=lambda _row: forms.TypedChoiceField(choices=Priority.choices, coerce=int),
        save=_kept(operations.prioritise, "priority"),
        words=lambda value: str(Priority(value).label),
    ),
    "planned_on": Inline(
        label=_("Planned for"),
        read=lambda row: row.planned_on,
        field=lambda _row: DayField(
            required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        ),
        save=_kept(operations.move_date, "to"),
        words=lambda value: day(value) or "—",
    ),
    "state": Inline(
        label=_("State"),
        read=lambda row: row.state,
        field=_state_field,
        save=_advance,
        words=lambda value: str(State(value).label),
    ),
}
