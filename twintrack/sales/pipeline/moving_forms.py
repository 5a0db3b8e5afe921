"""What people type when an opportunity moves: where to, and what the stage asks for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money import currencies
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.customers.models import Contact
from twintrack.sales.customers.queries import list_contacts
from twintrack.sales.pipeline.criteria import Asked
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.operations import Given
from twintrack.ui.fields import DayField, ManyField

DATE = {"type": "date"}
# Beside those of `criteria.ASKABLE`: who decides may be somebody whom nobody knew yet.
WITH = {"decision_maker": ("new_decision_maker",)}


class PlaceForm(forms.Form):
    """A card that was put into a column of the board."""

    pk = forms.ModelChoiceField(queryset=Opportunity.objects.none())
    col = forms.CharField(max_length=30)
    # The stage that the card was drawn at.
    revision = forms.CharField(max_length=30)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Opportunity.objects.visible_to(user)
        self.fields["pk"].queryset = found  # type: ignore[attr-defined]


class StageForm(forms.Form):
    """Where an opportunity goes; of the fields those are drawn that something missing asks for."""

    before = forms.CharField(max_length=30, widget=forms.HiddenInput)
    to = forms.CharField(max_length=30, widget=forms.HiddenInput)
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=16,
        decimal_places=2,
        min_value=0,
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    next_step = forms.CharField(label=_("Next step"), max_length=200)
    next_step_on = DayField(
        label=_("Next step by"), widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    expected_close_on = DayField(
        label=_("Expected close"), widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    products = ManyField(
        label=_("Products"),
        queryset=Product.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    decision_maker = forms.ModelChoiceField(
        label=_("Decision maker"), queryset=Contact.objects.none(), empty_label="—"
    )
    new_decision_maker = forms.CharField(
        label=_("Or somebody new"), max_length=80, help_text=_("Becomes a contact of the customer.")
    )
    presales = forms.ModelChoiceField(
        label=_("Presales consultant"), queryset=User.objects.none(), empty_label="—"
    )
    anyway = forms.CharField(
        label=_("Or go on anyway, because"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands in the activity of the opportunity."),
    )

    def __init__(self, *args: Any, opportunity: Opportunity, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name in {"before", "to"}
        queries = {
            "products": list_products(for_user=user),
            "decision_maker": list_contacts(opportunity.customer).filter(is_active=True),
            "presales": list_people(roles=[Role.PRESALES]),
        }
        for name, rows in queries.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]
        self.initial["before"] = opportunity.stage
        self.initial["currency"] = opportunity.currency
        self.initial["next_step"] = opportunity.next_step

    def narrow(self, asked: Collection[Asked]) -> None:
        """Keep the fields that something missing asks for, and the reason where one will do."""
        missing = [each for each in asked if not each.is_met]
        kept = {"before", "to"}
        for each in missing:
            for name in each.check.asks:
                kept |= {name, *WITH.get(name, ())}
        if any(not each.is_required for each in missing):
            kept.add("anyway")
        for name in self.fields.keys() - kept:
            del self.fields[name]

    def given(self) -> Given:
        """Give what was filled in."""
        typed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"before", "to", "anyway"} and value not in (None, "")
        }
        # A currency alone is the one that stood there.
        if "amount" not in typed:
            typed.pop("currency", None)
        return Given(**typed)
