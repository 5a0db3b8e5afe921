"""What people type about customers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import SALES, Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product, Version
from twintrack.hub.products.queries import list_products, visible_product_ids
from twintrack.sales.customers.models import (
    BuyingRole,
    ConsentChannel,
    ConsentState,
    ConsentWay,
    Contact,
    Customer,
    Segment,
)
from twintrack.sales.customers.queries import Wanted, list_regions
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField

OWNERS = SALES | {Role.EXECUTIVE}


class _Facts(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    segment = forms.ChoiceField(label=_("Segment"), choices=Segment.choices, initial="C")
    industry = forms.CharField(label=_("Industry"), max_length=80, required=False)
    region = forms.CharField(label=_("Region"), max_length=80, required=False)


class CustomerForm(_Facts):
    # Asked only when a customer of a similar name is known.
    is_another = forms.BooleanField(label=_("It is another customer"), required=False)


class CustomerEditForm(_Facts, EditForm):
    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        initial = {name: getattr(customer, name) for name in _Facts.base_fields}
        super().__init__(*args, initial=initial, **kwargs)


class HandOverForm(forms.Form):
    before = forms.ModelChoiceField(queryset=User.objects.none(), widget=forms.HiddenInput)
    to = forms.ModelChoiceField(label=_("New owner"), queryset=User.objects.none(), empty_label="")
    note = forms.CharField(
        label=_("What the new owner should know"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        kwargs["initial"] = {"before": customer.owner_id}
        super().__init__(*args, **kwargs)
        self.fields["before"].queryset = User.objects.all()  # type: ignore[attr-defined]
        others = list_people(roles=OWNERS).exclude(pk=customer.owner_id)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class _Person(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    role = forms.ChoiceField(
        label=_("Buying role"), choices=[("", "—"), *BuyingRole.choices], required=False
    )


class ContactForm(_Person):
    pass


class ContactEditForm(_Person, EditForm):
    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        initial = {name: getattr(contact, name) for name in _Person.base_fields}
        super().__init__(*args, initial=initial, **kwargs)


class ConsentForm(forms.Form):
    channel = forms.ChoiceField(label=_("Channel"), choices=ConsentChannel.choices)
    state = forms.ChoiceField(label=_("Consent"), choices=ConsentState.choices)
    on = DayField(
        label=_("On which day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    way = forms.ChoiceField(label=_("How it was said"), choices=ConsentWay.choices)


class InstallationForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    version = forms.ModelChoiceField(
        label=_("Version"), queryset=Version.objects.none(), required=False, empty_label=""
    )
    since = DayField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
        version = self.fields["version"]
        version.queryset = (  # type: ignore[attr-defined]
            Version.objects.filter(product_id__in=visible_product_ids(user))
            .select_related("product")
            .order_by("product__name", "-pk")
        )
        version.label_from_instance = (  # type: ignore[attr-defined]
            lambda each: f"{each.product} {each.name}"
        )


class FilterForm(forms.Form):
    segment = forms.ChoiceField(
        label=_("Segment"), choices=[("", "—"), *Segment.choices], required=False
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    q = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        def regions() -> list[tuple[str, str]]:
            return [("", "—"), *((each, each) for each in list_regions(for_user=user))]

        # Not asked for until somebody chooses among them.
        self.fields["region"].choices = regions  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people(roles=OWNERS)  # type: ignore[attr-defined]

    def wanted(self, view: str, user: User) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            segment=asked.get("segment") or "",
            region=asked.get("region") or "",
            owner=user if view == "mine" else asked.get("owner"),
        )
