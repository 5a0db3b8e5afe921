"""Forms of the measures of sales."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.kpis.lifecycle import Part, Warn
from twintrack.sales.kpis.queries import PERIODS, USUAL, Of, list_sellers, list_teams
from twintrack.ui.fields import DayField

PERIOD_WORDS = {
    6: _("Half a year"),
    12: _("One year"),
    24: _("Two years"),
    36: _("Three years"),
}


class OfForm(forms.Form):
    """Whose measures, and over how long."""

    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        to_field_name="code",
        empty_label="",
        required=False,
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), empty_label="", required=False
    )
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label="", required=False
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        to_field_name="number",
        required=False,
        widget=forms.HiddenInput,
    )
    months = forms.TypedChoiceField(
        label=_("Period"),
        choices=[("", ""), *((str(each), PERIOD_WORDS[each]) for each in PERIODS)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = [each.pk for each in list_teams(for_user=user)]
        people = [each.pk for each in list_sellers(for_user=user)]
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.filter(pk__in=teams).order_by("name")  # type: ignore[attr-defined]
        self.fields["person"].queryset = User.objects.filter(pk__in=people).order_by("name")  # type: ignore[attr-defined]
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]

    def of(self) -> Of:
        """Give whose was chosen; what is wrong counts as not chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        return Of(
            product=chosen.get("product"),
            team=chosen.get("team"),
            person=chosen.get("person"),
            customer=chosen.get("customer"),
        )

    def months_shown(self) -> int:
        """Give how many months are shown."""
        self.is_valid()
        return self.cleaned_data.get("months") or USUAL


class TargetForm(forms.Form):
    """What a measure should come to, and whose: the company's, a team's or a person's."""

    whose = forms.ChoiceField(label=_("For whom"), required=False)
    value = forms.FloatField(
        label=_("Target"),
        required=False,
        min_value=0,
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
    )
    warn = forms.ChoiceField(label=_("Warn"), choices=Warn.choices)
    since = DayField(
        label=_("Holds from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, unit: str, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit:
            self.fields["value"].label = _("Target (%(unit)s)") % {"unit": unit}
        self.teams = {f"{Part.TEAM}-{each.pk}": each for each in list_teams(for_user=user)}
        self.people = {f"{Part.PERSON}-{each.pk}": each for each in list_sellers(for_user=user)}
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            ("", Part.COMPANY.label),
            (_("Team"), [(code, str(each)) for code, each in self.teams.items()]),
            (_("Person"), [(code, str(each)) for code, each in self.people.items()]),
        ]

    def of(self) -> Of:
        """Give whose it is."""
        code = self.cleaned_data["whose"]
        return Of(team=self.teams.get(code), person=self.people.get(code))
