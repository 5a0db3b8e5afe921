"""What people type about releases."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.operations import ReleaseDetails, Rollout, Shipment, StepsUnfit
from twintrack.rnd.releases.queries import list_following
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, required=required, widget=widget, help_text=help_text)


class ReleaseForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    name = forms.CharField(
        label=_("Version"), max_length=40, help_text=_("The name customers will see, such as 3.3")
    )
    goal = forms.CharField(
        label=_("Goal"),
        max_length=200,
        required=False,
        help_text=_("What it is for, in a sentence"),
    )
    planned_on = _day(_("Planned for"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    def details(self) -> ReleaseDetails:
        return ReleaseDetails(**self.cleaned_data)


class ReleaseEditForm(EditForm):
    """What may be written anew of a release; the days only until it is out."""

    name = forms.CharField(label=_("Version"), max_length=40)
    goal = forms.CharField(label=_("Goal"), max_length=200, required=False)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label=None)
    planned_on = _day(_("Planned for"))
    forecast_on = _day(
        _("Expected on"), help_text=_("Only where another day than the planned one is expected")
    )

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        initial = {name: getattr(release, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]
        if release.released_on:
            del self.fields["planned_on"], self.fields["forecast_on"]


class ReleaseFilterForm(forms.Form):
    q = forms.CharField(required=False)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label="", required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), empty_label="", required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    to = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput())
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class ShipForm(forms.Form):
    on = _day(_("Out on"), required=True)
    carry_to = forms.ModelChoiceField(
        label=_("What is not built goes to"),
        queryset=Release.objects.none(),
        empty_label=_("no release"),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it ships although gates are not met"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why it ships all the same.")},
    )

    def __init__(self, *args: Any, release: Release, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = list_following(release, for_user=user)
        self.fields["carry_to"].queryset = following  # type: ignore[attr-defined]
        self.fields["on"].widget.attrs["class"] = "input"

    def shipment(self) -> Shipment:
        return Shipment(**self.cleaned_data)


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class GateForm(forms.Form):
    target = forms.DecimalField(
        label=_("Target"), min_value=0, max_digits=7, decimal_places=2, required=False
    )
    is_on = forms.BooleanField(label=_("Gate counts"), required=False)


class NotesForm(EditForm):
    """The notes of one language, as markdown."""

    body = forms.CharField(
        label=_("Release notes"),
        required=False,
        widget=forms.Textarea({"rows": 18, "class": "input mono"}),
        help_text=_("## begins a section, - a line, **so** is bold."),
    )


class RolloutForm(forms.Form):
    start = _day(_("First week"), required=True)
    percents = forms.CharField(
        label=_("Share of the installed base, week by week"),
        required=False,
        max_length=300,
        help_text=_("In percent, such as 5 20 50 100. Empty takes the plan away."),
    )

    def clean_percents(self) -> list[int]:
        parts = re.split(r"[\s,;，、；%]+", self.cleaned_data["percents"].strip())
        try:
            return [int(each) for each in parts if each]
        except ValueError:
            raise forms.ValidationError(str(StepsUnfit.message)) from None

    def rollout(self) -> Rollout:
        return Rollout(**self.cleaned_data)
