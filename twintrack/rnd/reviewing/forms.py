"""What people type about review meetings."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import INTERNAL, Role
from twintrack.foundation.access.rules import ALLOWED, Act
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import DECISIONS, State
from twintrack.rnd.backlog.models import Verdict
from twintrack.rnd.backlog.operations import Decision, View
from twintrack.rnd.reviewing.models import Meeting
from twintrack.rnd.reviewing.operations import Details
from twintrack.rnd.reviewing.queries import list_choices
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField, ManyField, MomentField
from twintrack.ui.widgets import Chooser

DATE = {"type": "date"}
LONGEST_MINUTES = 240


def _moment() -> forms.DateTimeField:
    return MomentField(
        label=_("Begins"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


def _chairs() -> forms.ModelChoiceField[User]:
    holders = {*ALLOWED[Act.HOLD_REVIEW_MEETINGS], Role.ADMIN}
    return forms.ModelChoiceField(
        label=_("Chair"), queryset=list_people(roles=holders), empty_label=None
    )


def _people() -> forms.ModelMultipleChoiceField[User]:
    return ManyField(
        label=_("Participants"),
        queryset=list_people(roles=INTERNAL),
        widget=Chooser(hint=attrgetter("title")),
        help_text=_("People of both tracks; each is told in the inbox and may vote."),
    )


class MeetingForm(forms.Form):
    """A meeting that is called."""

    title = forms.CharField(label=_("Title"), max_length=120)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    link = forms.URLField(
        label=_("Link to join"), max_length=500, required=False, assume_scheme="https"
    )
    field_order = ("title", "starts_at", "place", "link", "chair", "people")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"] = _moment()
        self.fields["chair"] = _chairs()
        self.fields["people"] = _people()
        self.order_fields(self.field_order)

    def details(self) -> Details:
        told = {name: value for name, value in self.cleaned_data.items() if name != "people"}
        return Details(**told)


class MeetingEditForm(EditForm):
    """What a meeting is called, when and where it is."""

    title = forms.CharField(label=_("Title"), max_length=120)
    starts_at = _moment()
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    link = forms.URLField(
        label=_("Link to join"), max_length=500, required=False, assume_scheme="https"
    )
    chair = forms.ModelChoiceField(label=_("Chair"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = _chairs().queryset  # type: ignore[attr-defined]


class PeopleForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = _people()


class AgendaForm(forms.Form):
    """On which meeting's agenda requirements are put."""

    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        queryset=Meeting.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        field.queryset = list_choices(for_user=user)  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    minutes = forms.IntegerField(label=_("Time (min)"), min_value=1, max_value=LONGEST_MINUTES)
    presenter = forms.ModelChoiceField(
        label=_("Presenter"), queryset=User.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["presenter"].queryset = list_people(roles=INTERNAL)  # type: ignore[attr-defined]


class StepsForm(forms.Form):
    steps = forms.IntegerField(min_value=-1000, max_value=1000)


class PresenceForm(forms.Form):
    is_here = forms.BooleanField(required=False)


class VoteForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict.choices)
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def view(self) -> View:
        return View(**self.cleaned_data)


class MeetingDecisionForm(forms.Form):
    """A decision of the meeting, as of any review."""

    decision = forms.ChoiceField(
        choices=[(each.value, each.label) for each in DECISIONS], widget=forms.HiddenInput
    )
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=forms.Textarea({"rows": 2}))
    customer_wording = forms.CharField(
        label=_("What customers may read"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The salesperson gets these words to pass on."),
    )
    revisit_on = DayField(
        label=_("Look again on"),
        required=False,
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
        help_text=_("On this day it comes back to be decided."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["autofocus"] = True
        if self["decision"].value() != State.DEFERRED:
            self.fields["revisit_on"].widget = forms.HiddenInput()

    def as_decision(self) -> Decision:
        return Decision(**self.cleaned_data)


class MinutesForm(forms.Form):
    """What the minutes say; `before` is what the person began with."""

    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 3, "class": "input"}),
    )


class FollowUpForm(forms.Form):
    text = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = forms.ModelChoiceField(
        label=_("Who"),
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.Select({"class": "input sm"}),
    )
    due_on = DayField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(DATE | {"class": "input sm"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = list_people(roles=INTERNAL)  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    is_done = forms.BooleanField(required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why it does not take place"), max_length=300)


class TargetForm(forms.Form):
    """Which meeting takes over what another one left open; without one, a new one."""

    to = forms.ModelChoiceField(label=_("Meeting"), queryset=Meeting.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = list_choices(for_user=user)  # type: ignore[attr-defined]
