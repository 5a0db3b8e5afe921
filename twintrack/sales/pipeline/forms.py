"""What people type about opportunities."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people, list_teams
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money import currencies
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.pipeline.lifecycle import WorthALook
from twintrack.sales.pipeline.models import LostReason, Opportunity
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.operations import Loss, OpportunityDetails
from twintrack.sales.pipeline.queries import Wanted, list_reasons
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField, ManyField
from twintrack.ui.widgets import Finder

DATE = {"type": "date"}
SELLERS = (Role.SALESPERSON, Role.SALES_MANAGER, Role.PRESALES, Role.CSM, Role.EXECUTIVE)


def _stages() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in open_stages()]


def _fill(form: forms.Form, user: User) -> None:
    choices = {
        "products": list_products(for_user=user),
        "product": list_products(for_user=user),
        "owner": list_people(roles=SELLERS),
        "customer": list_customers(for_user=user),
        "team": list_teams(for_user=user),
    }
    for name in choices.keys() & form.fields.keys():
        form.fields[name].queryset = choices[name]  # type: ignore[attr-defined]


class _Facts(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=16,
        decimal_places=2,
        min_value=0,
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    expected_close_on = DayField(
        label=_("Expected close"), widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    products = ManyField(
        label=_("Products"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means that any product may be bought."),
    )
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_step_on = DayField(
        label=_("Next step by"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]
        _fill(self, user)


class OpportunityForm(_Facts):
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        widget=Finder(url_name="customer-choices"),
    )
    field_order = ("customer", "name")
    # Whoever opens one knows what they do next.
    next_step = forms.CharField(label=_("Next step"), max_length=200)
    next_step_on = DayField(
        label=_("Next step by"), widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "currency": base_currency(),
            "owner": user.pk,
        } | kwargs.get("initial", {})
        super().__init__(*args, user=user, **kwargs)

    def details(self) -> OpportunityDetails:
        return OpportunityDetails(**self.cleaned_data)


class OpportunityEditForm(_Facts, EditForm):
    """What is known of an opportunity, as the person sees it and as it is to become."""

    def __init__(self, *args: Any, opportunity: Opportunity, user: User, **kwargs: Any) -> None:
        names = (
            "name",
            "amount",
            "currency",
            "expected_close_on",
            "owner",
            "next_step",
            "next_step_on",
        )
        seen = {name: getattr(opportunity, name) for name in names}
        products = list(opportunity.products.all())
        visible = set(list_products(for_user=user).filter(pk__in=[each.pk for each in products]))
        self.unseen = [each for each in products if each not in visible]
        seen["products"] = [each for each in products if each in visible]
        super().__init__(*args, user=user, initial=seen, **kwargs)
        people = list_people(roles=SELLERS).values("pk")
        # Somebody who left sales stays the owner until another one is chosen.
        self.fields["owner"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=people) | Q(pk=opportunity.owner_id)
        ).order_by("name", "pk")

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Keep the products that this person may not see as they are."""
        before, values = super().changes()
        for each in (before, values):
            if "products" in each:
                each["products"] = [*(each["products"] or ()), *self.unseen]
        return before, values


class NextStepForm(EditForm):
    """What somebody does next, as they see it and as it is to become."""

    next_step = forms.CharField(label=_("Next step"), max_length=200)
    next_step_on = DayField(
        label=_("Next step by"), widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, opportunity: Opportunity, **kwargs: Any) -> None:
        seen = {name: getattr(opportunity, name) for name in ("next_step", "next_step_on")}
        super().__init__(*args, initial=seen, **kwargs)


class SeenForm(forms.Form):
    before = forms.CharField(max_length=30, widget=forms.HiddenInput)


class LoseForm(SeenForm):
    because = forms.ModelChoiceField(
        label=_("Why the customer does not buy"),
        queryset=LostReason.objects.none(),
        required=False,
        empty_label="",
    )
    competitor = forms.CharField(
        label=_("Who won it"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "competitors", "autocomplete": "off"}),
        help_text=_("A competitor who is not in the list yet is added to it."),
    )
    reason = forms.CharField(
        label=_("In words"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].queryset = list_reasons()  # type: ignore[attr-defined]

    def loss(self) -> Loss:
        return Loss(
            because=self.cleaned_data["because"],
            competitor=self.cleaned_data["competitor"].strip(),
        )


class ReopenForm(forms.Form):
    to = forms.ChoiceField(label=_("Stage"))
    reason = forms.CharField(
        label=_("Why it is open again"), max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _stages()  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="—"
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        required=False,
        empty_label="—",
        to_field_name="code",
    )
    state = forms.ChoiceField(
        label=_("Worth a look"),
        choices=[("", "—"), *WorthALook.choices],
        required=False,
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        required=False,
        to_field_name="number",
        widget=forms.HiddenInput,
    )
    q = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "—"), *_stages()]  # type: ignore[attr-defined]
        _fill(self, user)

    def wanted(self, view: str, user: User, *, at: datetime) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        stage = {"mine": "open", "all": ""}.get(view, view)
        state = asked.get("state")
        return Wanted(
            stage=asked.get("stage") or stage,
            owner=user if view == "mine" else asked.get("owner"),
            team=asked.get("team"),
            product=asked.get("product"),
            customer=asked.get("customer"),
            rotting_at=at if state == WorthALook.ROTTING else None,
            adrift_on=timezone.localdate(at) if state == WorthALook.ADRIFT else None,
            text=(asked.get("q") or "").strip(),
        )
