"""What people type about risks and rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.hub.projects.models import Project
from twintrack.hub.projects.queries import list_projects
from twintrack.hub.risks.lifecycle import RiskState
from twintrack.hub.risks.models import Response, Risk, RiskKind
from twintrack.hub.risks.operations import CHANGEABLE, RiskDetails, Silence
from twintrack.hub.risks.queries import seen_subject
from twintrack.hub.risks.rules import Rule
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField

DAY = {"type": "date"}


class _Facts(forms.Form):
    title = forms.CharField(label=_("What may happen"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=RiskKind.choices)
    probability = forms.IntegerField(
        label=_("Probability (%)"), min_value=1, max_value=99, initial=50
    )
    impact_days = forms.IntegerField(
        label=_("Impact (working days)"), min_value=0, max_value=999, initial=0
    )
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), required=False, empty_label="—"
    )
    response = forms.ChoiceField(
        label=_("Response"), choices=[("", "—"), *Response.choices], required=False
    )
    plan = forms.CharField(
        label=_("What is done about it"), required=False, widget=forms.Textarea({"rows": 3})
    )
    trigger = forms.CharField(
        label=_("By what one sees that it happens"), max_length=300, required=False
    )
    review_on = DayField(
        label=_("Check again on"),
        required=False,
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]
        self.fields["project"].queryset = list_projects(for_user=user)  # type: ignore[attr-defined]


class RiskForm(_Facts):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    # The object it is about, as `finding:12`; what the person may not see is left out.
    about = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    field_order = ("title", "product")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        kwargs["initial"] = {"owner": user.pk} | kwargs.get("initial", {})
        super().__init__(*args, user=user, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    def details(self) -> RiskDetails:
        given = dict(self.cleaned_data)
        return RiskDetails(subject=seen_subject(given.pop("about"), for_user=self.user), **given)


class RiskEditForm(_Facts, EditForm):
    """What is known of a risk, as the person sees it and as it is to become."""

    def __init__(self, *args: Any, risk: Risk, user: User, **kwargs: Any) -> None:
        seen = {name: getattr(risk, name) for name in CHANGEABLE}
        super().__init__(*args, user=user, initial=seen, **kwargs)
        if risk.rule:
            # Its words are made of its evidence.
            del self.fields["title"]


class RiskStateForm(forms.Form):
    to = forms.TypedChoiceField(choices=RiskState.choices, coerce=RiskState)
    seen = forms.ChoiceField(choices=RiskState.choices, required=False)
    reason = forms.CharField(required=False, max_length=300)


class RiskFilterForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="",
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", ""), *RiskKind.choices], required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=""
    )
    q = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was understood; a filter that is wrong narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        product, owner = given.get("product"), given.get("owner")
        return {
            "product": product.pk if product else None,
            "owner": owner.pk if owner else None,
            "kind": given.get("kind") or "",
            "text": (given.get("q") or "").strip(),
        }


class TuneForm(forms.Form):
    """The numbers of a rule, and whether it looks at all."""

    is_on = forms.BooleanField(label=_("On"), required=False)

    def __init__(
        self, *args: Any, rule: Rule, values: Mapping[str, Decimal], is_on: bool, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"is_on": is_on, **values}
        super().__init__(*args, **kwargs)
        for each in rule.parameters:
            self.fields[each.name] = forms.DecimalField(
                label=str(each.label),
                min_value=each.least,
                max_value=each.most,
                widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
            )

    @property
    def values(self) -> dict[str, Decimal]:
        return {name: value for name, value in self.cleaned_data.items() if name != "is_on"}


class MuteForm(forms.Form):
    reason = forms.CharField(label=_("Why nobody needs this warning"), max_length=300)
    until = DayField(
        label=_("Until"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )

    def silence(self, *, subject_kind: str = "", subject_id: int | None = None) -> Silence:
        return Silence(**self.cleaned_data, subject_kind=subject_kind, subject_id=subject_id)
