"""Begin deliveries, plan them anew, look for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.contracts.models import Contract
from twintrack.sales.customers.models import MAIL_GROUNDS, Contact, Customer
from twintrack.sales.customers.queries import list_contacts, list_customers
from twintrack.sales.deliveries.lifecycle import DeliveryRole
from twintrack.sales.deliveries.models import Delivery, DeliveryTemplate
from twintrack.sales.deliveries.operations import BeginDetails, HandoverDetails
from twintrack.sales.deliveries.queries import Wanted
from twintrack.ui.fields import DayField
from twintrack.ui.widgets import Finder

DELIVERERS = (Role.IMPLEMENTER, Role.PRESALES, Role.CSM, Role.SALES_MANAGER, Role.EXECUTIVE)
DATE = {"type": "date"}


def day_field(label: Any, **over: Any) -> DayField:
    """Give a field for a day, as browsers show it."""
    return DayField(label=label, widget=forms.DateInput(DATE, format="%Y-%m-%d"), **over)


def person_field(label: Any, **over: Any) -> Any:
    """Give a field for somebody who works on deliveries; who that is is filled in later."""
    given: dict[str, Any] = {"queryset": User.objects.none(), "empty_label": "—"} | over
    return forms.ModelChoiceField(label=label, **given)


def deliverers() -> QuerySet[User]:
    """List those who work on deliveries."""
    people: QuerySet[User] = list_people(roles=DELIVERERS)
    return people


class FilterForm(forms.Form):
    owner = person_field(_("Led by"), required=False)
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
        self.fields["owner"].queryset = deliverers()  # type: ignore[attr-defined]
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]

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


class BeginForm(forms.Form):
    """From a contract the customer is known; without one there is a reason."""

    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        widget=Finder(url_name="customer-choices"),
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label="—"
    )
    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=DeliveryTemplate.objects.none(),
        required=False,
        empty_label=_("Without a plan"),
    )
    start_on = day_field(_("Begins on"))
    due_on = day_field(
        _("Planned finish"),
        required=False,
        help_text=_("Left empty: when the plan of the template is done."),
    )
    lead = person_field(_("Led by"), empty_label=None)
    presales = person_field(DeliveryRole.PRESALES.label, required=False)
    implementer = person_field(DeliveryRole.IMPLEMENTER.label, required=False)
    csm = person_field(DeliveryRole.CSM.label, required=False)
    reason = forms.CharField(
        label=_("Why without a signed contract"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self, *args: Any, user: User, contract: Contract | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contract = contract
        choices: dict[str, Any] = {
            "customer": list_customers(for_user=user),
            "product": list_products(for_user=user),
            "template": DeliveryTemplate.objects.filter(is_active=True),
            **dict.fromkeys(("lead", *DeliveryRole.values), deliverers()),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if contract is not None:
            self.fields["customer"].widget = forms.HiddenInput()
            if contract.is_binding:
                del self.fields["reason"]

    def details(self) -> BeginDetails:
        given = dict(self.cleaned_data)
        people = {role: given.pop(role) for role in DeliveryRole.values}
        return BeginDetails(
            **given,
            contract=self.contract,
            members={role: person for role, person in people.items() if person},
        )


class NameForm(forms.Form):
    before = forms.CharField(max_length=120, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2, "autofocus": True})
    )


class ReplanForm(ReasonForm):
    due_on = day_field(_("Planned finish"))
    field_order = ("due_on", "reason")


class PersonForm(forms.Form):
    """Who leads, or does a role."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[("lead", _("Led by")), *DeliveryRole.choices], initial="lead"
    )
    person = person_field(_("Person"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = deliverers()  # type: ignore[attr-defined]


POINTS = (
    ("promised", _("What was promised beyond the contract is written down")),
    ("contacts", _("The customer knows who is responsible from now on")),
    ("papers", _("Contract, plan and papers are where the next one finds them")),
    ("open", _("Open questions and risks were talked through")),
)


class PassOnForm(forms.Form):
    to = person_field(_("Who takes over"), empty_label="")

    def __init__(self, *args: Any, taker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = deliverers().exclude(pk=taker.pk)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class HandoverForm(forms.Form):
    to_role = forms.ChoiceField(label=_("To role"))
    taker = person_field(_("Who takes over"), empty_label=None)
    note = forms.CharField(
        label=_("What the next one must know"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    points = forms.MultipleChoiceField(
        label=_("Done"), choices=POINTS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [choice for choice in DeliveryRole.choices if choice[0] != delivery.turn]
        self.fields["to_role"].choices = roles  # type: ignore[attr-defined]
        self.fields["taker"].queryset = deliverers()  # type: ignore[attr-defined]

    def details(self) -> HandoverDetails:
        given = dict(self.cleaned_data)
        said = dict(POINTS)
        points = [(str(said[code]), True) for code in given.pop("points")]
        return HandoverDetails(**given, checklist=points)


class SurveyForm(forms.Form):
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = list_contacts(delivery.customer)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]


class SurveyMailForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    to = forms.EmailField(label=_("To whom"), max_length=254)
    subject = forms.CharField(label=_("Subject line"), max_length=150)
    message = forms.CharField(
        label=_("Message"), max_length=4000, widget=forms.Textarea({"rows": 9})
    )

    def __init__(self, *args: Any, again: str, asks_ground: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Another language brings its own words.
        self.fields["language"].widget.attrs |= {
            "hx-get": again,
            "hx-target": "#modal-body",
            "hx-trigger": "change",
        }
        if asks_ground:
            grounds = [("", "—"), *((each.value, each.label) for each in MAIL_GROUNDS)]
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground for writing to them"), choices=grounds, required=False
            )


class AnswerForm(forms.Form):
    """What a customer says, without account."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you with this delivery?"),
        coerce=int,
        choices=[
            (5, _("5 – very satisfied")),
            (4, _("4 – satisfied")),
            (3, _("3 – neutral")),
            (2, _("2 – dissatisfied")),
            (1, _("1 – very dissatisfied")),
        ],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Anything else you would like to tell us?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
