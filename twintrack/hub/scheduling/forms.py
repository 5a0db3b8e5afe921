"""What people type about calendars and leave."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.lifecycle import LeaveKind
from twintrack.hub.scheduling.models import Leave, WorkCalendar
from twintrack.hub.scheduling.operations import CalendarFacts, LeaveDetails
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField

DATE = {"type": "date"}
DAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


class _LeaveFacts(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=LeaveKind.choices,
        help_text=_("Only you and leads see the kind and the note; others see that you are away."),
    )
    start_on = DayField(label=_("Starts on"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))
    starts_at_noon = forms.BooleanField(label=_("From noon"), required=False)
    end_on = DayField(label=_("Ends on"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))
    ends_at_noon = forms.BooleanField(label=_("Until noon"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class LeaveForm(_LeaveFacts):
    """New leave; who keeps calendars chooses whose it is."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=None
    )
    field_order = ("person", "kind", "start_on", "starts_at_noon", "end_on", "ends_at_noon")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"person": user.pk} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.user = user
        if may(user, Act.KEEP_CALENDARS):
            self.fields["person"].queryset = list_people()  # type: ignore[attr-defined]
        else:
            del self.fields["person"]

    def details(self) -> LeaveDetails:
        return LeaveDetails(**{"person": self.user} | self.cleaned_data)


class LeaveEditForm(_LeaveFacts, EditForm):
    """Leave as the person sees it and as it is to become."""

    def __init__(self, *args: Any, leave: Leave, **kwargs: Any) -> None:
        seen = {name: getattr(leave, name) for name in _LeaveFacts.base_fields}
        super().__init__(*args, initial=seen, **kwargs)


class CalendarForm(forms.Form):
    weekdays = forms.MultipleChoiceField(
        label=_("Working days"), choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.DecimalField(
        label=_("Hours a day"),
        min_value=Decimal("0.5"),
        max_value=Decimal(24),
        max_digits=3,
        decimal_places=1,
        widget=forms.NumberInput({"step": "0.5"}),
    )
    keeps_holidays = forms.BooleanField(label=_("Public holidays and make-up days"), required=False)

    def __init__(self, *args: Any, calendar: WorkCalendar, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "weekdays": list(calendar.weekdays),
            "hours": calendar.hours,
            "keeps_holidays": calendar.keeps_holidays,
        }
        super().__init__(*args, **kwargs)

    def facts(self) -> CalendarFacts:
        weekdays = "".join(sorted(self.cleaned_data["weekdays"]))
        return CalendarFacts(**self.cleaned_data | {"weekdays": weekdays})


class SpecialDayForm(forms.Form):
    day = DayField(label=_("Day"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))
    name = forms.CharField(label=_("Occasion"), max_length=80)
    is_working = forms.BooleanField(label=_("A working day"), required=False)


class ShareForm(forms.Form):
    percent = forms.IntegerField(label=_("Share of time"), min_value=0, max_value=100)
