"""Changes that many requirements can undergo at once, as a person picks them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.projects.choices import MilestoneField
from twintrack.hub.projects.queries import list_choices
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.lifecycle import NEXT_STATES, State
from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.backlog.operations import Change
from twintrack.rnd.releases.choices import ReleaseField, why_late
from twintrack.rnd.releases.queries import list_choices as list_open_releases
from twintrack.ui.fields import DayField


def _states(_user: User) -> forms.Field:
    reachable = {state for following in NEXT_STATES.values() for state in following}
    choices = [(each.value, each.label) for each in State if each in reachable]
    return forms.TypedChoiceField(label=_("State"), choices=choices, coerce=State)


def _common_states(present: Collection[str]) -> list[tuple[str, Any]]:
    """Give the states that can follow each of these."""
    following = [set(NEXT_STATES.get(State(each), ())) for each in present]
    common = set.intersection(*following) if following else set()
    return [(each.value, each.label) for each in State if each in common]


def _owners(_user: User) -> forms.Field:
    return forms.ModelChoiceField(label=_("Owner"), queryset=list_people(), empty_label=None)


def _priorities(_user: User) -> forms.Field:
    return forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)


def _milestones(user: User) -> forms.Field:
    return MilestoneField(
        label=_("Milestone"),
        queryset=list_choices(for_user=user),
        required=False,
        empty_label=_("None"),
    )


def _releases(user: User) -> forms.Field:
    return ReleaseField(
        label=_("Release"),
        queryset=list_open_releases(for_user=user),
        required=False,
        empty_label=_("None"),
    )


def _days(_user: User) -> forms.Field:
    return DayField(
        label=_("Planned for"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty takes the day away."),
    )


CHANGES: dict[str, tuple[Callable[[User], forms.Field], Callable[[Any], Change]]] = {
    "state": (_states, operations.ToState),
    "owner": (_owners, operations.ToOwner),
    "priority": (_priorities, operations.ToPriority),
    "milestone": (_milestones, operations.ToMilestone),
    "release": (_releases, operations.ToRelease),
    "planned_on": (_days, operations.ToDay),
}


class ChangeForm(forms.Form):
    """One field of those in CHANGES, named by its code."""

    def __init__(
        self, code: str, *args: Any, user: User, present: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        build, self._change = CHANGES[code]
        self.code = code
        self.fields[code] = build(user)
        if code == "release":
            self.fields["reason"] = why_late()
        # What is sent is judged requirement by requirement: one may have moved on meanwhile.
        if code == "state" and not self.is_bound:
            self._offer(_common_states(present))

    def _offer(self, choices: list[tuple[str, Any]]) -> None:
        field = self.fields["state"]
        field.choices = choices  # type: ignore[attr-defined]
        if not choices:
            field.help_text = _("No state can follow on all of these. Choose fewer.")

    @property
    def change(self) -> Change:
        if self.code == "release":
            given = self.cleaned_data
            return operations.ToRelease(given["release"], given["reason"])
        return self._change(self.cleaned_data[self.code])
