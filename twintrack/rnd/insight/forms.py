"""Forms of process insight."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Module, Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.insight.lifecycle import State
from twintrack.rnd.insight.models import Watch
from twintrack.rnd.insight.queries import PERIODS, Where, list_teams

PERIOD_WORDS = {26: _("Half a year"), 52: _("One year"), 104: _("Two years")}


class WhereForm(forms.Form):
    """Whose measures, and over how long."""

    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        to_field_name="code",
        empty_label="",
        required=False,
    )
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.none(), empty_label="", required=False
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), empty_label="", required=False
    )
    weeks = forms.TypedChoiceField(
        label=_("Period"),
        choices=[("", ""), *((str(each), PERIOD_WORDS[each]) for each in PERIODS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    mine = forms.ChoiceField(
        label=_("Of whom"), choices=[("", ""), ("1", _("Only mine"))], required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = list_products(for_user=user)
        self.fields["product"].queryset = products  # type: ignore[attr-defined]
        self.fields["team"].queryset = list_teams(for_user=user)  # type: ignore[attr-defined]
        modules = Module.objects.filter(product__in=products).select_related("product")
        chosen = self.data.get("product")
        if chosen:
            modules = modules.filter(product__code=chosen)
        self.fields["module"].queryset = modules.order_by("product__name", "name")  # type: ignore[attr-defined]

    def where(self) -> Where:
        """Give what was chosen; what is wrong counts as not chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        module = chosen.get("module")
        return Where(
            product=chosen.get("product") or (module.product if module else None),
            module=module,
            team=chosen.get("team"),
            is_mine=bool(chosen.get("mine")),
        )

    def weeks_shown(self) -> int:
        """Give how many weeks are shown."""
        self.is_valid()
        return self.cleaned_data.get("weeks") or PERIODS[0]


class FindingFilterForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        to_field_name="code",
        empty_label="",
        required=False,
    )
    state = forms.ChoiceField(label=_("State"), choices=[("", ""), *State.choices], required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]


class DismissForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Such as a week of holidays, or a change of the way it is counted."),
    )


class ImproveForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea({"rows": 5})
    )


class ExpectationForm(forms.Form):
    target = forms.FloatField(label=_("Target"), required=False, min_value=0)
    watch = forms.ChoiceField(label=_("Warn"), choices=Watch.choices)
