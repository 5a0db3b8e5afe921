"""What people type about the rules of leads and their web forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.leads.forms.leads import SELLERS
from twintrack.sales.leads.forms.values import ConditionForm, ValueField
from twintrack.sales.leads.lifecycle import Field, Method, Source
from twintrack.sales.leads.models import AssignmentRule, LeadWebForm, ScoreRule
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import ManyField

VALUE = pgettext_lazy("of a rule", "Value")


class _Named(EditForm):
    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80)


class ScoreRuleForm(_Named, ConditionForm):
    field = forms.ChoiceField(label=_("Field"), choices=Field.choices)
    value = ValueField(label=VALUE, max_length=200)
    points = forms.IntegerField(label=_("Lead points"), min_value=-100, max_value=100)
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, rule: ScoreRule | None = None, **kwargs: Any) -> None:
        names = self.base_fields
        initial = {name: getattr(rule, name) for name in names} if rule else {}
        super().__init__(*args, initial=initial, **kwargs)


class AssignmentRuleForm(_Named, ConditionForm):
    position = forms.IntegerField(label=_("Order"), min_value=1, max_value=999, initial=1)
    field = forms.ChoiceField(
        label=_("Field"), choices=[("", _("All leads")), *Field.choices], required=False
    )
    value = ValueField(label=VALUE, max_length=200, required=False)
    method = forms.ChoiceField(
        label=_("Method"),
        choices=Method.choices,
        help_text=_(
            "By the customer: it is known by an e-mail address, a phone, its name or its e-mail "
            "domain. Where none is, or its owner is away, the next rule is asked."
        ),
    )
    people = ManyField(
        label=_("People"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "At least one; by the customer only owners who are ticked, or all if nobody is."
        ),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, rule: AssignmentRule | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if rule:
            initial = {n: getattr(rule, n) for n in self.base_fields if n != "people"}
            initial["people"] = list(rule.people.all())
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["people"].queryset = list_people(roles=SELLERS)  # type: ignore[attr-defined]
        method = self.data.get("method") if self.is_bound else self.initial.get("method")
        self.fields["people"].required = method != Method.CUSTOMER


class ResponseForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(
        label=_("Working minutes until the first contact"), min_value=1, max_value=60 * 24 * 60
    )

    def __init__(self, *args: Any, minutes: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": minutes, "minutes": minutes}
        super().__init__(*args, **kwargs)


class WebFormForm(_Named):
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices, initial=Source.WEBSITE)
    intro_zh = forms.CharField(label=_("Chinese text above it"), max_length=300, required=False)
    intro_en = forms.CharField(label=_("English text above it"), max_length=300, required=False)
    products = ManyField(
        label=_("Products"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Visitors choose among these."),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(
        self, *args: Any, user: User, web_form: LeadWebForm | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {}
        if web_form:
            initial = {n: getattr(web_form, n) for n in self.base_fields if n != "products"}
            initial["products"] = list(web_form.products.all())
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["products"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]


class VisitorForm(forms.Form):
    """What anybody may type who has the address; `website` is for those who are no people."""

    company = forms.CharField(
        label=_("Company"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    contact_name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Phone or e-mail: one of them is enough."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label="—"
    )
    interest = forms.CharField(
        label=_("What is it about?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    website = forms.CharField(required=False, max_length=200)
    turn = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, web_form: LeadWebForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = web_form.products.order_by("name", "pk")
        self.fields["product"].queryset = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["product"]

    def begin_at_what_is_wrong(self) -> None:
        """Let the page, which runs no script, open at the first field that was refused."""
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong is not None:
            self.fields[wrong].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("phone") and not cleaned.get("email") and not self.errors:
            self.add_error("phone", str(_("Leave a phone number or an e-mail address.")))
        return cleaned
