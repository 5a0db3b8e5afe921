"""What people type about hours, expenses, budgets and change requests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.roles import INTERNAL, Role
from twintrack.foundation.money import currencies
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs.durations import read_minutes
from twintrack.sales.delivery_costs.lifecycle import AcceptedHow, AskedBy, ExpenseKind
from twintrack.sales.delivery_costs.models import ChangeRequest, Expense
from twintrack.sales.delivery_costs.operations import ChangeDetails, ExpenseDetails, Signed
from twintrack.sales.delivery_costs.queries.hours import list_loggable_tasks
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField, ManyField
from twintrack.ui.widgets import Chooser, FileChooser

HOW = _("1.5, 1:30, 1h30 or 90m")


def day_field(label: Any, **over: Any) -> DayField:
    """Give a field of a day that browsers show as one."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=widget, **over)


class MinutesField(forms.CharField):
    """How long something took, as people write it; gives minutes."""

    def __init__(self, **over: Any) -> None:
        super().__init__(max_length=20, **over)

    def clean(self, value: Any) -> Any:
        try:
            return read_minutes(super().clean(value) or "")
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.message)) from None


class TaskField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A task, after the delivery it belongs to."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.delivery.number} · {obj.name}"


class TasksField(ManyField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class HoursForm(forms.Form):
    task = TaskField(
        label=_("Task"),
        queryset=DeliveryTask.objects.none(),
        empty_label=_("Choose a task"),
    )
    day = day_field(_("Day"))
    hours = MinutesField(label=_("Hours worked"), help_text=HOW)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = list_loggable_tasks(user)  # type: ignore[attr-defined]


class HourCellForm(forms.Form):
    """One cell of the week: `seen` is what stood there, in minutes."""

    task = forms.IntegerField(min_value=0)
    day = day_field(_("Day"))
    seen = forms.IntegerField(min_value=0)
    hours = MinutesField(label=_("Hours worked"), required=False)


class RemainingForm(forms.Form):
    task = forms.IntegerField(min_value=0)
    day = day_field(_("Day"))
    hours = MinutesField(label=_("Still takes"))


class CorrectionForm(forms.Form):
    hours = MinutesField(label=_("Hours worked"), help_text=_("0 where nothing was worked."))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class RateForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), choices=[each for each in Role.choices if each[0] in INTERNAL]
    )
    amount = forms.DecimalField(label=_("Cost an hour"), max_digits=10, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"))
    since = day_field(_("Valid from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]


class LimitForm(forms.Form):
    amount = forms.DecimalField(label=_("Limit"), max_digits=16, decimal_places=2)
    since = day_field(_("Valid from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("In %(currency)s. Above it who leads the delivery approves.")
        self.fields["amount"].help_text = said % {"currency": base_currency()}


class ExpenseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ExpenseKind.choices)
    what = forms.CharField(label=_("Spent on what"), max_length=160)
    supplier = forms.CharField(label=_("Supplier"), max_length=120, required=False)
    day = day_field(_("Day"))
    amount = forms.DecimalField(label=_("Amount"), max_digits=16, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"))
    is_ordered = forms.BooleanField(
        label=_("Only ordered; the bill is still to come"), required=False
    )
    receipt = forms.FileField(label=_("Voucher"), required=False, widget=FileChooser())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]

    def details(self) -> ExpenseDetails:
        values = {name: each for name, each in self.cleaned_data.items() if name != "receipt"}
        return ExpenseDetails(**values)


class BillForm(forms.Form):
    amount = forms.DecimalField(label=_("Amount"), max_digits=16, decimal_places=2)
    day = day_field(_("Day"))

    def __init__(self, *args: Any, expense: Expense, **kwargs: Any) -> None:
        kwargs["initial"] = {"amount": expense.amount} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class ReceiptForm(forms.Form):
    receipt = forms.FileField(label=_("Voucher"), widget=FileChooser())


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2, "autofocus": True})
    )


class BudgetForm(forms.Form):
    amount = forms.DecimalField(label=_("Budget"), max_digits=16, decimal_places=2)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("There is no quote that says it: what is it based on?"),
    )


class _Change(forms.Form):
    title = forms.CharField(label=_("What changes"), max_length=120)
    why = forms.CharField(label=_("Why it changes"), max_length=300)
    asked_by = forms.ChoiceField(label=_("Who asked for it"), choices=AskedBy.choices)
    price = forms.DecimalField(
        label=_("Price without tax"), min_value=0, max_digits=16, decimal_places=2
    )
    tax_rate = forms.DecimalField(
        label=_("Tax rate (%)"), min_value=0, max_value=100, decimal_places=2, initial=Decimal(6)
    )
    cost = forms.DecimalField(label=_("Cost"), min_value=0, max_digits=16, decimal_places=2)
    days = forms.IntegerField(label=_("Extra working days"), min_value=0, max_value=400, initial=0)
    description = forms.CharField(
        label=_("Description"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )
    tasks = TasksField(
        label=_("Tasks for it"),
        queryset=DeliveryTask.objects.none(),
        required=False,
        widget=Chooser,
        help_text=_("Work on them before the customer's yes is shown."),
    )

    def offer(self, delivery: Delivery, currency: str) -> None:
        """Offer the tasks of a delivery, and say in which currency amounts are."""
        self.fields["tasks"].queryset = delivery.tasks.all()  # type: ignore[attr-defined]
        for name in ("price", "cost"):
            self.fields[name].help_text = currency


class ChangeForm(_Change):
    def __init__(self, *args: Any, delivery: Delivery, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(delivery, currency)

    def details(self) -> ChangeDetails:
        return ChangeDetails(**self.cleaned_data)


class ChangeEditForm(_Change, EditForm):
    def __init__(self, *args: Any, change: ChangeRequest, **kwargs: Any) -> None:
        names = ("title", "why", "asked_by", "price", "tax_rate", "cost", "days", "description")
        kwargs["initial"] = {name: getattr(change, name) for name in names} | {
            "tasks": list(change.tasks.values_list("pk", flat=True))
        }
        super().__init__(*args, **kwargs)
        self.offer(change.delivery, change.currency)


class AcceptForm(forms.Form):
    on = day_field(_("Accepted on"))
    by_them = forms.CharField(label=_("Signed for the customer by"), max_length=80)
    how = forms.ChoiceField(label=_("How"), choices=AcceptedHow.choices)

    def signed(self) -> Signed:
        return Signed(**self.cleaned_data)
