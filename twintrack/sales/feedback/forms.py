"""What people type when a customer says something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.hub.products.queries import list_products, visible_product_ids
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Kind, Severity
from twintrack.sales.feedback.operations import OtherProduct, Said
from twintrack.ui.widgets import FilesField, Finder

OF_ANOTHER = {"invalid_choice": OtherProduct.message}


class FeedbackForm(forms.Form):
    verbatim = forms.CharField(
        label=_("In the customer's words"), widget=forms.Textarea({"rows": 4, "autofocus": True})
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        widget=Finder(url_name="customer-choices"),
    )
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial="major")
    module = forms.ModelChoiceField(
        label=_("Module"),
        queryset=Module.objects.none(),
        required=False,
        empty_label="",
        error_messages=OF_ANOTHER,
    )
    version = forms.ModelChoiceField(
        label=_("Version"),
        queryset=Version.objects.none(),
        required=False,
        empty_label="",
        error_messages=OF_ANOTHER,
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Left empty, the first sentence is taken."),
    )

    attached = FilesField(label=_("Files"), required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        product = self["product"].value()
        products = visible_product_ids(user) & {_number_of(product)}
        choices = {
            "customer": list_customers(for_user=user),
            "product": list_products(for_user=user),
            "module": Module.objects.filter(product_id__in=products, is_retired=False).order_by(
                "name"
            ),
            "version": Version.objects.filter(product_id__in=products).order_by("-pk"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def said(self) -> Said:
        values = {name: value for name, value in self.cleaned_data.items() if name != "attached"}
        return Said(**values)


def _number_of(value: object) -> int:
    return int(str(value)) if str(value).isdecimal() else 0


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=State.choices)
