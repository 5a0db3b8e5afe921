"""What people choose in the inbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import list_labels
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.hub.products.queries import list_products, visible_product_ids
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.feedback.inbox import VIEWS, Wanted
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback, Kind, Severity
from twintrack.sales.feedback.queries import list_feedback
from twintrack.ui.fields import ManyField
from twintrack.ui.widgets import Finder

ANY = [("", "—")]


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Text"), required=False, max_length=100)
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        required=False,
        widget=Finder(url_name="customer-choices"),
    )
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label="—"
    )
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.none(), required=False, empty_label="—"
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=ANY + list(Severity.choices), required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ANY + list(Kind.choices), required=False)
    recorder = forms.ModelChoiceField(
        label=_("Recorded by"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    label = forms.ModelChoiceField(
        label=_("Label"), queryset=Label.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modules = Module.objects.filter(product_id__in=visible_product_ids(user))
        choices = {
            "customer": list_customers(for_user=user),
            "product": list_products(for_user=user),
            "module": modules.select_related("product").order_by("product__name", "name"),
            "recorder": list_people(),
            "label": list_labels(for_user=user),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["module"].label_from_instance = (  # type: ignore[attr-defined]
            lambda module: f"{module.product} / {module}"
        )

    def wanted(self, view: str) -> Wanted:
        """Give what the list is narrowed by; a filter that cannot be is none."""
        view = view if view in dict(VIEWS) else "triage"
        if not self.is_valid():
            return Wanted(view=view)
        values = dict(self.cleaned_data)
        return Wanted(view=view, text=values.pop("q"), **values)


class AnswerForm(forms.Form):
    note = forms.CharField(
        label=_("What the customer was told"),
        max_length=500,
        widget=forms.Textarea({"rows": 4, "autofocus": True}),
    )


class DuplicateForm(forms.Form):
    original = forms.ModelChoiceField(
        label=_("Repeats"),
        queryset=Feedback.objects.none(),
        widget=Finder(url_name="feedback-choices"),
    )

    def __init__(self, *args: Any, user: User, feedback: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list_feedback(for_user=user).exclude(pk=feedback.pk)
        open_ones = rows.exclude(state__in=(State.DUPLICATE, State.WITHDRAWN))
        self.fields["original"].queryset = open_ones  # type: ignore[attr-defined]


class ClassForm(forms.Form):
    """One of the two that a key changes."""

    severity = forms.ChoiceField(choices=ANY + list(Severity.choices), required=False)
    kind = forms.ChoiceField(choices=ANY + list(Kind.choices), required=False)

    def changes(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]


class BulkForm(ClassForm):
    """What is done to the rows that were chosen."""

    pk = ManyField(queryset=Feedback.objects.none())
    act = forms.ChoiceField(
        choices=[(each, each) for each in ("rnd", "withdraw", "classify", "assign")]
    )
    owner = forms.ModelChoiceField(queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].queryset = list_feedback(for_user=user)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]

    def changes(self) -> dict[str, str]:
        wanted = ("severity", "kind")
        return {name: self.cleaned_data[name] for name in wanted if self.cleaned_data[name]}
