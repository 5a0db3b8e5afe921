"""What people type about iterations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_teams
from twintrack.foundation.people.models import Team, User
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.operations import IterationDetails
from twintrack.rnd.iterations.operations.cadences import next_start
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField

DATE = {"type": "date"}
USUAL_DAYS = timedelta(days=13)


class _Facts(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    start_on = DayField(label=_("Starts on"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))
    end_on = DayField(label=_("Ends on"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))
    goal = forms.CharField(
        label=_("Goal"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What will be different for whom when it is over, in one sentence."),
    )


class IterationForm(_Facts):
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label="")
    field_order = ("team", "name", "start_on", "end_on", "goal")

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = list_teams(for_user=user)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        team = teams.filter(pk__in=user.team_ids).first()
        if team is not None and not self.is_bound:
            start = next_start(team, today)
            self.initial = {
                "team": team,
                "start_on": start,
                "end_on": start + USUAL_DAYS,
                **self.initial,
            }

    def details(self) -> IterationDetails:
        return IterationDetails(**self.cleaned_data)


class IterationEditForm(_Facts, EditForm):
    """What is known of an iteration, as the person sees it and as it is to become."""

    def __init__(self, *args: Any, iteration: Iteration, **kwargs: Any) -> None:
        seen = {name: getattr(iteration, name) for name in _Facts.base_fields}
        super().__init__(*args, initial=seen, **kwargs)


class IterationFilterForm(forms.Form):
    q = forms.CharField(required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), empty_label="", required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = list_teams(for_user=user)  # type: ignore[attr-defined]


class CadenceForm(forms.Form):
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=12, initial=2)
    pattern = forms.CharField(
        label=_("Name of each"),
        max_length=80,
        help_text=_("{n} counts on, {year}, {month} and {week} are those it starts in."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is cancelled"), max_length=500, widget=forms.Textarea({"rows": 2})
    )
