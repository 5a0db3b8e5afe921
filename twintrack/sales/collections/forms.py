"""What people type about invoices and receipts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.money import currencies
from twintrack.foundation.money.formatting import exact
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import User
from twintrack.sales.collections import queries
from twintrack.sales.collections.lifecycle import TaskState
from twintrack.sales.collections.models import DunningStep, Invoice, Receipt, Statement
from twintrack.sales.collections.operations import (
    InvoiceDetails,
    ReceiptDetails,
    Share,
    StepDetails,
)
from twintrack.sales.collections.queries import Wanted
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.queries import SELLERS
from twintrack.sales.contracts.standing import Row
from twintrack.sales.customers.models import Customer, Ground
from twintrack.sales.customers.queries import list_customers
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField
from twintrack.ui.templatetags.ui import day
from twintrack.ui.widgets import FileChooser, Finder

DECIMAL = {"step": "any", "inputmode": "decimal"}
USUAL_DAYS = timedelta(days=30)


def _day(label: Any, **over: Any) -> DayField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=widget, **over)


def _amount(label: Any, **over: Any) -> forms.DecimalField:
    widget = forms.NumberInput(DECIMAL)
    return forms.DecimalField(label=label, max_digits=16, decimal_places=2, widget=widget, **over)


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea({"rows": 2}))


class InvoiceForm(forms.Form):
    """How much of which instalments is invoiced; each has a field of its own."""

    issued_on = _day(_("Issued on"))
    due_on = _day(_("Payment due"))
    tax_rate = forms.DecimalField(
        label=_("Tax rate (%)"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        initial=13,
        widget=forms.NumberInput(DECIMAL),
    )
    official_number = forms.CharField(
        label=_("Number of the official invoice"), max_length=40, required=False
    )

    def __init__(
        self, *args: Any, rows: list[Row], chosen: str, today: date, currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = [each for each in rows if each.instalment.amount > each.standing.invoiced]
        for row in self.waiting:
            left = row.instalment.amount - row.standing.invoiced
            is_meant = chosen == str(row.instalment.pk) or (not chosen and row is self.waiting[0])
            field = _amount(row.instalment.label, required=False, min_value=0)
            field.initial = left if is_meant else None
            field.help_text = _left_to_invoice(row, left, currency)
            self.fields[f"part_{row.instalment.pk}"] = field
        self.order_fields([name for name in self.fields if name.startswith("part_")])
        meant = [each.instalment.due_on for each in self.waiting if each.instalment.due_on]
        self.fields["issued_on"].initial = today
        self.fields["due_on"].initial = max([today + USUAL_DAYS, *meant[:1]])

    def details(self) -> InvoiceDetails:
        given = self.cleaned_data
        parts = {
            each.instalment.pk: given[f"part_{each.instalment.pk}"]
            for each in self.waiting
            if given.get(f"part_{each.instalment.pk}")
        }
        plain = ("issued_on", "due_on", "tax_rate", "official_number")
        return InvoiceDetails(parts=parts, **{name: given[name] for name in plain})


def _left_to_invoice(row: Row, left: Decimal, currency: str) -> str:
    """Say how much of an instalment no invoice asks for yet, and when it is due."""
    due_on = row.instalment.due_on
    told = {"left": exact(left, currency), "day": due_on and day(due_on)}
    if due_on is None:
        return _("%(left)s not invoiced yet, waits for its event") % told
    return _("%(left)s not invoiced yet, due on %(day)s") % told


class InvoiceEditForm(EditForm):
    official_number = forms.CharField(
        label=_("Number of the official invoice"), max_length=40, required=False
    )
    due_on = _day(_("Payment due"))


class InvoiceChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Open invoices, with what is open of each."""

    def label_from_instance(self, invoice: Any) -> str:
        rest = exact(Decimal(invoice.open), invoice.currency)
        return f"{invoice.number} · {invoice.contract.number} · {rest}"


def _pays(**over: Any) -> InvoiceChoice:
    widget = forms.CheckboxSelectMultiple
    return InvoiceChoice(label=_("Pays"), queryset=Invoice.objects.none(), widget=widget, **over)


def _rate() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Rate"),
        max_digits=18,
        decimal_places=8,
        required=False,
        widget=forms.NumberInput(DECIMAL),
        help_text=_("Only where the invoice is in another currency than the money."),
    )


class _Paying(forms.Form):
    """Money that pays the `invoices` that are ticked, those due first before the others."""

    def shares(self) -> list[Share]:
        return [Share(invoice=each) for each in self.cleaned_data["invoices"]]


def _invoices_of(customer: Customer, user: User, currency: str = "") -> Any:
    wanted = Wanted(state="open", customer=customer, currency=currency)
    return queries.list_invoices(for_user=user, on=date.max, wanted=wanted)


class CustomerForm(forms.Form):
    """Whose money came in; what it may pay is asked after that."""

    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        widget=Finder(url_name="customer-choices"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]


class ReceiptForm(_Paying):
    """Money that came in, and which invoices it pays: those due first as far as it reaches."""

    amount = _amount(_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"))
    received_on = _day(_("Received on"))
    payer = forms.CharField(label=_("Payer"), max_length=160, required=False)
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80, required=False)
    invoices = _pays(required=False)
    rate = _rate()
    keep_rest = forms.BooleanField(label=_("Keep the rest as credit"), required=False)

    def __init__(
        self, *args: Any, user: User, customer: Customer, meant: Invoice | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.customer = customer
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]
        self.fields["invoices"].queryset = _invoices_of(customer, user)  # type: ignore[attr-defined]
        self.fields["currency"].initial = meant.currency if meant else base_currency()
        self.fields["payer"].initial = customer.name
        if meant is not None:
            self.fields["invoices"].initial = [meant.pk]

    def details(self) -> ReceiptDetails:
        plain = ("amount", "currency", "received_on", "payer", "bank_reference", "rate")
        given = {name: self.cleaned_data[name] for name in plain}
        return ReceiptDetails(customer=self.customer, **given)


class AllocateForm(_Paying):
    invoices = _pays()

    def __init__(self, *args: Any, receipt: Receipt, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = _invoices_of(receipt.customer, user, receipt.settled_currency)
        self.fields["invoices"].queryset = rows  # type: ignore[attr-defined]


class MatchForm(_Paying):
    """Which invoices of a customer a line of a bank statement pays: those due first come first."""

    customer = forms.ModelChoiceField(queryset=Customer.objects.none(), widget=forms.HiddenInput)
    invoices = _pays(required=False)
    rate = _rate()
    keep_rest = forms.BooleanField(label=_("Keep the rest as credit"), required=False)
    chosen = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, customer: Customer, currency: str, user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].initial = customer
        mine = Customer.objects.filter(pk=customer.pk)
        self.fields["customer"].queryset = mine  # type: ignore[attr-defined]
        rows = _invoices_of(customer, user)
        self.fields["invoices"].queryset = rows  # type: ignore[attr-defined]
        if all(each.currency == currency for each in rows):
            del self.fields["rate"]


class RefundForm(forms.Form):
    amount = _amount(_("Amount"))
    paid_on = _day(_("Paid back on"))
    reason = _reason(_("Reason"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80, required=False)


class CreditForm(forms.Form):
    amount = _amount(_("Amount with tax"))
    issued_on = _day(_("Issued on"))
    reason = _reason(_("Reason"))
    official_number = forms.CharField(
        label=_("Number of the official invoice"), max_length=40, required=False
    )


class ReasonForm(forms.Form):
    reason = _reason(_("Reason"))


class PromiseForm(forms.Form):
    promised_on = _day(_("Pays on"))
    by_whom = forms.CharField(label=_("Who said so"), max_length=80)


class TaskForm(forms.Form):
    state = forms.ChoiceField(choices=[(TaskState.DONE, ""), (TaskState.SKIPPED, "")])
    note = forms.CharField(max_length=300, required=False)
    ground = forms.ChoiceField(choices=[("", ""), *Ground.choices], required=False)


class PassOnForm(forms.Form):
    """Who is to remind the customer instead."""

    to = forms.ModelChoiceField(
        label=_("Who reminds them"), queryset=User.objects.none(), empty_label=""
    )

    def __init__(self, *args: Any, assignee: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = list_people(roles=SELLERS).exclude(pk=assignee.pk)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class StepForm(forms.Form):
    days_after = forms.IntegerField(label=_("Days after the due day"), min_value=0, max_value=730)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80)
    text_zh = forms.CharField(
        label=_("Chinese text"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What the customer is told; {invoice}, {amount} and {due} are filled in."),
    )
    text_en = forms.CharField(
        label=_("English text"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, step: DunningStep | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.initial = getattr(step, name) if step else field.initial

    def details(self) -> StepDetails:
        return StepDetails(**self.cleaned_data)


class StatementForm(forms.Form):
    statement = forms.FileField(
        label=_("Bank statement"),
        widget=FileChooser,
        help_text=_("CSV or XLSX as the bank gives it; the columns are guessed."),
    )
    currency = forms.ChoiceField(label=_("Currency of the account"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Which column of a statement says what; each is shown with something that stands in it."""

    paid_on = forms.ChoiceField(label=_("Received on"))
    amount = forms.ChoiceField(label=_("Amount"))
    payer = forms.ChoiceField(label=_("Payer"), required=False)
    reference = forms.ChoiceField(label=_("Bank reference"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        kwargs["initial"] = statement.columns
        super().__init__(*args, **kwargs)
        table = {"columns": [], "lines": []} | statement.table
        choices = [("", "—")]
        for place, name in enumerate(table["columns"], start=1):
            said = next((each[place] for each in table["lines"] if each[place]), "")
            choices.append((name, f"{name} ({said[:40]})" if said else name))
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]

    def columns(self) -> dict[str, str]:
        return {code: name for code, name in self.cleaned_data.items() if name}


class BookForm(forms.Form):
    """A proposal that is accepted, or a customer whose credit the money becomes."""

    invoice = forms.CharField(max_length=20, required=False)
    customer = forms.ModelChoiceField(queryset=Customer.objects.none(), required=False)
    keep_rest = forms.BooleanField(required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
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
        self.fields["currency"].choices = [("", "—"), *currencies.choices()]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people(roles=SELLERS)  # type: ignore[attr-defined]
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]

    def wanted(self, view: str, user: User, contract: Contract | None = None) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        state = {"mine": "open", "all": ""}.get(view, view)
        return Wanted(
            state=state,
            owner=user if view == "mine" else asked.get("owner"),
            customer=asked.get("customer"),
            contract=contract,
            currency=asked.get("currency") or "",
            text=(asked.get("q") or "").strip(),
        )
