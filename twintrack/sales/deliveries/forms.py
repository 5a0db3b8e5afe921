"""What people type about deliveries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.deliveries.queries import Wanted

DELIVERERS = (Role.IMPLEMENTER, Role.PRESALES, Role.CSM, Role.SALES_MANAGER, Role.EXECUTIVE)


class FilterForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Lead"), queryset=User.objects.none(), required=False, empty_label="—"
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
        choices: dict[str, Any] = {
            "owner": list_people(roles=DELIVERERS),
            "customer": list_customers(for_user=user),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def wanted(self, view: str, user: User) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            state={"mine": "open", "all": ""}.get(view, view),
            works=user if view == "mine" else None,
            owner=asked.get("owner"),
            customer=asked.get("customer"),
            text=(asked.get("q") or "").strip(),
        )
