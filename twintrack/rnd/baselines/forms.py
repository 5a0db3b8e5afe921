"""What people type about baselines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.hub.projects.choices import MilestoneField
from twintrack.hub.projects.queries import list_choices
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.baselines.operations import Freeze
from twintrack.rnd.releases.choices import ReleaseField
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.queries import list_releases


class BaselineForm(forms.Form):
    """A scope that is frozen: a milestone, a release, or all that is agreed of a product."""

    name = forms.CharField(label=_("Name"), max_length=120)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    release = ReleaseField(
        label=_("Release"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    note = forms.CharField(
        label=_("Why it is frozen"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    field_order = ("name", "product", "milestone", "release", "note")

    def __init__(
        self, *args: Any, user: User, requirements: list[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = requirements
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
        if requirements:
            # What was chosen is the scope.
            del self.fields["product"], self.fields["release"]
            return
        self.fields["release"].queryset = list_releases(for_user=user)  # type: ignore[attr-defined]
        self.fields["milestone"] = MilestoneField(
            label=_("Milestone"),
            queryset=list_choices(for_user=user),
            required=False,
            empty_label=_("None"),
            help_text=_("Without a milestone and a release: all that is agreed and not shipped."),
        )
        self.order_fields(self.field_order)

    def freeze(self) -> Freeze:
        told = self.cleaned_data
        product = told.get("product") or self.requirements[0].product
        return Freeze(
            name=told["name"],
            note=told["note"],
            product=product,
            milestone=told.get("milestone"),
            release=told.get("release"),
            requirements=self.requirements,
        )


class RetireForm(forms.Form):
    reason = forms.CharField(label=_("Why nothing is held against it any more"), max_length=300)


class BaselineFilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=120)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label="", required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
