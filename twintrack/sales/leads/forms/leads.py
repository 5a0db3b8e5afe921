"""What people type about leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import SALES, Role
from twintrack.foundation.money import currencies
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.leads.lifecycle import Reason, Size, Source, State, Way
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.operations import Conversion, Deal, LeadDetails
from twintrack.sales.leads.queries import Known, Wanted, list_leads, list_regions
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField, ManyField
from twintrack.ui.widgets import Finder

SELLERS = SALES | {Role.EXECUTIVE}
DATE = {"type": "date"}
# A deal that begins today is expected to close about then.
USUAL_DAYS = 90


class _Facts(forms.Form):
    company = forms.CharField(label=_("Company"), max_length=120)
    contact_name = forms.CharField(label=_("Contact"), max_length=80, required=False)
    contact_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices, initial=Source.OTHER)
    interest = forms.CharField(
        label=_("Interest"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    products = ManyField(
        label=_("Products"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    industry = forms.CharField(label=_("Industry"), max_length=80, required=False)
    size = forms.ChoiceField(label=_("Size"), choices=[("", "—"), *Size.choices], required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["products"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]


class LeadForm(_Facts):
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("As the rules say"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"owner": user.pk} | kwargs.get("initial", {})
        super().__init__(*args, user=user, **kwargs)
        self.fields["owner"].queryset = list_people(roles=SELLERS)  # type: ignore[attr-defined]

    def details(self) -> LeadDetails:
        return LeadDetails(**self.cleaned_data)


class LeadEditForm(_Facts, EditForm):
    """What is known of a lead, as the person sees it and as it is to become."""

    def __init__(self, *args: Any, lead: Lead, user: User, **kwargs: Any) -> None:
        seen: dict[str, Any] = {
            name: getattr(lead, name) for name in _Facts.base_fields if name != "products"
        }
        products = list(lead.products.all())
        visible = set(list_products(for_user=user).filter(pk__in=[each.pk for each in products]))
        self.unseen = [each for each in products if each not in visible]
        seen["products"] = [each for each in products if each in visible]
        super().__init__(*args, user=user, initial=seen, **kwargs)

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Keep the products that this person may not see as they are."""
        before, values = super().changes()
        for each in (before, values):
            if "products" in each:
                each["products"] = [*(each["products"] or ()), *self.unseen]
        return before, values


class NoteForm(forms.Form):
    way = forms.ChoiceField(label=_("How"), choices=Way.choices, initial=Way.CALL)
    text = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    reached = forms.BooleanField(label=_("Got through"), required=False, initial=True)


class MoveForm(forms.Form):
    before = forms.ChoiceField(choices=State.choices)
    to = forms.ChoiceField(choices=State.choices)


class GiveUpForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices)
    words = forms.CharField(
        label=_("What others should know"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class TakeUpForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is worth another try"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
    )


class OwnerForm(forms.Form):
    seen = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, widget=forms.HiddenInput
    )
    to = forms.ModelChoiceField(label=_("New owner"), queryset=User.objects.none(), empty_label="")

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": lead.owner_id}
        super().__init__(*args, **kwargs)
        self.fields["seen"].queryset = User.objects.all()  # type: ignore[attr-defined]
        self.fields["to"].queryset = list_people(roles=SELLERS)  # type: ignore[attr-defined]


class BulkForm(forms.Form):
    pk = ManyField(queryset=Lead.objects.none())
    act = forms.ChoiceField(choices=[("assign", "assign"), ("rules", "rules")])
    owner = forms.ModelChoiceField(queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].queryset = list_leads(for_user=user)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people(roles=SELLERS)  # type: ignore[attr-defined]


class ConvertForm(forms.Form):
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        required=False,
        widget=Finder(url_name="customer-choices"),
        help_text=_("Left empty, a new customer is made of the lead's company."),
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("A new contact"),
    )
    with_deal = forms.BooleanField(label=_("Open an opportunity"), required=False, initial=True)
    name = forms.CharField(label=_("Opportunity"), max_length=120, required=False)
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=16,
        decimal_places=2,
        min_value=0,
        required=False,
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    expected_close_on = DayField(
        label=_("Expected close"),
        required=False,
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, lead: Lead, known: list[Known], user: User, **kwargs: Any
    ) -> None:
        customers = [each.customer for each in known if each.customer]
        sure = next((each for each in known if each.customer and each.is_sure), None)
        people = [each.contact for each in known if each.contact]
        kwargs["initial"] = {
            "customer": sure.customer.pk if sure and sure.customer else None,
            "contact": sure.contact.pk if sure and sure.contact else None,
            "name": (lead.interest or lead.company)[:120],
            "currency": base_currency(),
            "expected_close_on": timezone.localdate() + timedelta(days=USUAL_DAYS),
        }
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]
        at = Contact.objects.filter(customer__in=customers, is_active=True)
        contacts = at.select_related("customer").order_by("customer", "name", "pk")
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["contact"].label_from_instance = (  # type: ignore[attr-defined]
            lambda each: f"{each.name} · {each.customer}"
        )
        if not people and not customers:
            self.fields["contact"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("with_deal"):
            for name in ("name", "amount", "expected_close_on"):
                if cleaned.get(name) in {None, ""} and name not in self.errors:
                    self.add_error(name, str(_("An opportunity needs this.")))
        return cleaned

    def conversion(self) -> Conversion:
        said = self.cleaned_data
        names = ("name", "amount", "currency", "expected_close_on")
        deal = Deal(**{name: said[name] for name in names}) if said["with_deal"] else None
        return Conversion(customer=said["customer"], contact=said["contact"], deal=deal)


class FilterForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Source"), choices=[("", "—"), *Source.choices], required=False
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
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
    q = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        def regions() -> list[tuple[str, str]]:
            return [("", "—"), *((each, each) for each in list_regions(for_user=user))]

        # Not asked for until somebody chooses among them.
        self.fields["region"].choices = regions  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people(roles=SELLERS)  # type: ignore[attr-defined]
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    def wanted(self, view: str, user: User) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        states = {"all": "", "mine": "open", "overdue": "", "unassigned": "open"}
        return Wanted(
            state=states.get(view, view),
            source=asked.get("source") or "",
            region=asked.get("region") or "",
            owner=user if view == "mine" else asked.get("owner"),
            product=asked.get("product"),
            is_unassigned=view == "unassigned",
            overdue_at=timezone.now() if view == "overdue" else None,
            text=(asked.get("q") or "").strip(),
        )
