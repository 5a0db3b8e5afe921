"""What people type when a customer says something."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.hub.products.queries import list_products, visible_product_ids
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_contacts, list_customers
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import WORDS_LENGTH, Channel, Kind, Severity
from twintrack.sales.feedback.operations import OtherProduct
from twintrack.ui.fields import DayField, ManyField
from twintrack.ui.widgets import FilesField, Finder

OF_ANOTHER = {"invalid_choice": OtherProduct.message}
# What a person chooses; the rest says where machines got it from.
BY_HAND = [
    (each.value, each.label) for each in Channel if each not in {Channel.IMPORT, Channel.API}
]
NOON = time(12)


class CustomerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A customer who is known, or the name of one who is not."""

    def to_python(self, value: Any) -> Any:
        is_name = isinstance(value, str) and value.strip() and not value.strip().isdecimal()
        if is_name and self.widget.creates:
            return " ".join(value.split())[:120]
        return super().to_python(value)


class FeedbackForm(forms.Form):
    verbatim = forms.CharField(
        label=_("In the customer's words"),
        # No attribute of the field: browsers would cut what is pasted without a word.
        validators=[MaxLengthValidator(WORDS_LENGTH)],
        widget=forms.Textarea({"rows": 4, "autofocus": True}),
    )
    customer = CustomerField(label=_("Customer"), queryset=Customer.objects.none())
    contact = forms.CharField(
        label=_("Contact"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "known-contacts", "autocomplete": "off"}),
    )
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    also_products = ManyField(
        label=_("Also concerns"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, initial=Kind.COMPLAINT, widget=forms.RadioSelect
    )
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=Severity.choices,
        initial=Severity.MAJOR,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=BY_HAND, required=False, widget=forms.RadioSelect
    )
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
    happened_on = DayField(
        label=_("Happened"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the first sentence is taken."),
    )

    attached = FilesField(label=_("Files"), required=False)
    # Names this one form, so that what is sent twice is recorded once.
    once = forms.CharField(max_length=64, required=False, initial=uuid4, widget=forms.HiddenInput)
    # What it was opened from, such as `visit:V-12`.
    origin = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        creates = may(user, Act.MANAGE_CUSTOMERS)
        self.fields["customer"].widget = Finder(url_name="customer-choices", creates=creates)
        self.products = list_products(for_user=user)
        products = visible_product_ids(user) & {_number_of(self["product"].value())}
        choices = {
            "customer": list_customers(for_user=user),
            "product": self.products,
            "also_products": self.products,
            "module": Module.objects.filter(product_id__in=products, is_retired=False).order_by(
                "name"
            ),
            "version": Version.objects.filter(product_id__in=products).order_by("-pk"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def contacts(self) -> list[str]:
        """The people known at the customer that was chosen."""
        customers: Any = self.fields["customer"]
        chosen = customers.queryset.filter(pk=_number_of(self["customer"].value())).first()
        return [each.name for each in list_contacts(chosen)] if chosen else []

    @property
    def draft(self) -> str:
        """Name what is kept on the device: what was begun on a visit is not gone on elsewhere."""
        origin = str(self["origin"].value() or "")
        return f"feedback-{origin}" if origin else "feedback"

    @property
    def content(self) -> str:
        """Tell this form's content from that of any other, files by their names and sizes."""
        assert isinstance(self.data, QueryDict)
        said = {name: value for name, value in self.data.lists() if name in self.fields}
        files = [(each.name, each.size) for each in self.cleaned_data["attached"]]
        return repr((sorted(said.items()), files))

    def words(self, *, at: datetime) -> dict[str, Any]:
        """Give what was said besides by whom: as the operation takes it."""
        apart = {"attached", "once", "origin", "customer", "contact", "happened_on", "channel"}
        words = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        words["channel"] = self.cleaned_data["channel"] or Channel.OTHER
        words["also_products"] = list(words["also_products"])
        words["occurred_at"] = _moment_of(self.cleaned_data["happened_on"], at)
        return words


def _moment_of(day: date | None, at: datetime) -> datetime | None:
    """Take noon of a day, which no reader's time zone turns into another; today means now."""
    if day is None or day == timezone.localdate(at):
        return None
    return datetime.combine(day, NOON, timezone.get_current_timezone()).astimezone(UTC)


def _number_of(value: object) -> int:
    return int(str(value)) if str(value).isdecimal() else 0


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=State.choices)
