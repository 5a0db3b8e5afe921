"""What people type about contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.money import currencies
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.contracts.lifecycle import ContractState, SignedHow, Trigger
from twintrack.sales.contracts.models import Contract, ContractVersion
from twintrack.sales.contracts.operations import ContractDetails, Signature
from twintrack.sales.contracts.queries import SELLERS, Wanted
from twintrack.sales.contracts.queries.contracts import SOON
from twintrack.sales.contracts.terms import Line, Part, Terms
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pricing.models import Unit
from twintrack.sales.sla.models import SlaPlanVersion
from twintrack.sales.sla.queries import list_plans
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField, ManyField, key_of
from twintrack.ui.widgets import FileChooser, Finder

DATE = {"type": "date"}
DECIMAL = {"step": "any", "inputmode": "decimal"}


def day_field(label: Any, **over: Any) -> DayField:
    """Give a field for a day, as browsers show it."""
    return DayField(label=label, widget=forms.DateInput(DATE, format="%Y-%m-%d"), **over)


def amount_field(label: Any, **over: Any) -> forms.DecimalField:
    """Give a field for an amount of money."""
    return forms.DecimalField(
        label=label, max_digits=16, decimal_places=2, widget=forms.NumberInput(DECIMAL), **over
    )


def _sla_versions(user: User, present: int | None) -> Any:
    """Offer the newest version of each plan in use, and the one that is bound already."""
    newest = [
        plan.versions.all()[0].pk for plan in list_plans(for_user=user) if plan.retired_at is None
    ]
    offered = SlaPlanVersion.objects.filter(Q(pk__in=newest) | Q(pk=present))
    return offered.select_related("plan").order_by("plan", "number")


class TermForm(forms.Form):
    starts_on = day_field(_("Begins on"))
    ends_on = day_field(_("Ends on"))
    overlap_note = forms.CharField(
        label=_("Why another contract runs beside it"),
        max_length=300,
        required=False,
        help_text=_("Only where another contract covers the same in this term."),
    )


class ContractForm(TermForm):
    """A contract by hand; by when it is paid is said on the page that follows."""

    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        widget=Finder(url_name="customer-choices"),
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    amount = amount_field(_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"))
    products = ManyField(
        label=_("Products"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Why without a quote"), max_length=300)
    field_order = ("customer", "title", "amount", "currency", "starts_on", "ends_on")

    def __init__(
        self, *args: Any, user: User, opportunity: Opportunity | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"currency": base_currency()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.opportunity = opportunity
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]
        self.fields["products"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    def details(self) -> ContractDetails:
        given = dict(self.cleaned_data)
        terms = Terms(
            **{name: given.pop(name) for name in ("amount", "starts_on", "ends_on", "overlap_note")}
        )
        return ContractDetails(terms=terms, opportunity=self.opportunity, **given)


class ContractEditForm(EditForm):
    """What is known of a contract besides its terms."""

    title = forms.CharField(label=_("Title"), max_length=120)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label=None)
    our_party = forms.CharField(label=_("Our side"), max_length=160, required=False)
    their_party = forms.CharField(label=_("The customer's side"), max_length=160, required=False)
    products = ManyField(
        label=_("Products"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sla_version = forms.ModelChoiceField(
        label=_("SLA plan"), queryset=SlaPlanVersion.objects.none(), required=False, empty_label="—"
    )
    remind_days = forms.IntegerField(
        label=_("Remind so many days before"),
        min_value=0,
        max_value=730,
        help_text=_("Before the end of the term; 0 means never."),
    )

    def __init__(self, *args: Any, contract: Contract, user: User, **kwargs: Any) -> None:
        names = ("title", "owner", "our_party", "their_party", "sla_version", "remind_days")
        seen = {name: getattr(contract, name) for name in names}
        seen["products"] = list(contract.products.all())
        super().__init__(*args, initial=seen, **kwargs)
        people = list_people(roles=SELLERS).values("pk")
        choices = {
            "owner": User.objects.filter(Q(pk__in=people) | Q(pk=contract.owner_id)),
            # What a product has in common with several contracts is offered once.
            "products": (list_products(for_user=user) | contract.products.all()).distinct(),
            "sla_version": _sla_versions(user, contract.sla_version_id),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class TermsForm(TermForm):
    """Amount and term of a version that is not signed, as the person saw them."""

    amount = amount_field(_("Amount"))
    revision = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("amount", "starts_on", "ends_on")


class LineForm(forms.Form):
    name = forms.CharField(label=_("What is bought"), max_length=200)
    quantity = forms.DecimalField(
        label=_("Quantity"),
        max_digits=12,
        decimal_places=3,
        widget=forms.NumberInput(DECIMAL),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, initial=Unit.PIECE)
    amount = amount_field(_("Amount with tax"))
    item_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        """Say whether anything was written: the unit is chosen from the first."""
        return bool(set(self.changed_data) - {"unit"})

    def line(self) -> Line:
        return Line(**{name: self.cleaned_data[name] for name in self.fields if name in NAMES})


NAMES = frozenset({"name", "quantity", "unit", "amount", "item_id"})


class PartForm(forms.Form):
    label = forms.CharField(label=_("What for"), max_length=80)
    trigger = forms.ChoiceField(label=_("When due"), choices=Trigger.choices)
    due_on = day_field(_("Day"), required=False)
    days = forms.IntegerField(label=_("Days after"), min_value=0, max_value=3650, required=False)
    share = forms.DecimalField(
        label=_("Share (%)"),
        max_digits=7,
        decimal_places=4,
        required=False,
        widget=forms.NumberInput(DECIMAL),
    )
    amount = amount_field(_("or amount"), required=False)
    instalment_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        """Say whether anything was written: what it waits for is chosen from the first."""
        return bool(set(self.changed_data) - {"trigger"})

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("trigger") == Trigger.DAY and not given.get("due_on"):
            self.add_error("due_on", _("On which day?"))
        if given.get("share") is None and given.get("amount") is None:
            self.add_error("share", _("A share or an amount."))
        return given

    def part(self) -> Part:
        given = self.cleaned_data
        shared = given.get("share") is not None
        is_dated = given["trigger"] == Trigger.DAY
        return Part(
            label=given["label"],
            trigger=given["trigger"],
            due_on=given.get("due_on") if is_dated else None,
            days=0 if is_dated else given.get("days") or 0,
            share=given.get("share"),
            amount=None if shared else given.get("amount"),
            instalment_id=given.get("instalment_id"),
        )


MOST_ROWS = 200


class TermsForms:
    """The forms of one version's terms: amount and term, its lines, its instalments."""

    def __init__(self, version: ContractVersion, data: Any = None) -> None:
        terms = version.terms
        whole = {
            "amount": terms.amount,
            "starts_on": terms.starts_on,
            "ends_on": terms.ends_on,
            "overlap_note": terms.overlap_note,
            "revision": version.revision,
        }
        self.form = TermsForm(data, initial=whole)
        lines = [
            vars(each) | {"quantity": f"{each.quantity.normalize():f}"} for each in terms.lines
        ]
        parts = [
            vars(replace(each, amount=None) if each.share is not None else each)
            for each in terms.schedule
        ]
        self.lines = _rows(LineForm, extra=1)(data, prefix="lines", initial=lines)
        few = 3 if not parts else 1
        self.parts = _rows(PartForm, extra=few)(data, prefix="parts", initial=parts)

    def with_row(self, data: Mapping[str, str], among: str) -> None:
        """Show what was typed so far, unjudged, with one row more of `parts` or `lines`."""
        self.form = TermsForm(initial={name: data.get(name, "") for name in self.form.fields})
        self.lines = _again(LineForm, data, "lines", grows=among == "lines")
        self.parts = _again(PartForm, data, "parts", grows=among == "parts")

    def is_valid(self) -> bool:
        every = [self.form.is_valid(), self.lines.is_valid(), self.parts.is_valid()]
        return all(every)

    @property
    def terms(self) -> Terms:
        """What was written; rows that were emptied or crossed out are left out."""
        given = {k: v for k, v in self.form.cleaned_data.items() if k != "revision"}
        return Terms(
            **given,
            lines=tuple(each.line() for each in _kept(self.lines)),
            schedule=tuple(each.part() for each in _kept(self.parts)),
        )


def _rows(form: type[forms.Form], *, extra: int) -> Any:
    return forms.formset_factory(form, extra=extra, can_delete=True, max_num=MOST_ROWS)


def _again(form: type[forms.Form], data: Mapping[str, str], prefix: str, *, grows: bool) -> Any:
    """Give the rows that were typed and not crossed out, then as many empty ones as there were."""
    typed, empty = [], int(grows)
    count = key_of(data.get(f"{prefix}-TOTAL_FORMS", "")) or 0
    for place in range(min(count, MOST_ROWS)):
        row = {name: data.get(f"{prefix}-{place}-{name}", "") for name in form.base_fields}
        is_written = any(value for name, value in row.items() if name not in {"trigger", "unit"})
        if is_written and not data.get(f"{prefix}-{place}-DELETE"):
            typed.append(row)
        else:
            empty += 1
    rows = _rows(form, extra=empty)(prefix=prefix, initial=typed)
    if grows:
        first = next(iter(form.base_fields))
        rows.forms[len(typed)].fields[first].widget.attrs["autofocus"] = True
    return rows


def _kept(rows: Any) -> list[Any]:
    return [
        each
        for each in rows.forms
        if each.cleaned_data and each.cleaned_data.get("DELETE") is not True
        if each.cleaned_data.get("label") or each.cleaned_data.get("name")
    ]


class SignForm(forms.Form):
    signed_on = day_field(_("Signed on"))
    by_us = forms.CharField(label=_("Signed for us by"), max_length=80)
    by_them = forms.CharField(label=_("Signed for the customer by"), max_length=80)
    how = forms.ChoiceField(label=_("How"), choices=SignedHow.choices)
    paper = forms.FileField(label=_("The signed paper"), required=False, widget=FileChooser)

    def signature(self) -> Signature:
        return Signature(**{k: v for k, v in self.cleaned_data.items() if k != "paper"})

    def uploaded(self) -> UploadedFile | None:
        found: UploadedFile | None = self.cleaned_data.get("paper")
        return found


class FileForm(forms.Form):
    paper = forms.FileField(label=_("File"), widget=FileChooser)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2, "autofocus": True})
    )


class ReachForm(forms.Form):
    on = day_field(_("Happened on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", "—"), *ContractState.choices], required=False
    )
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

    def wanted(self, view: str, user: User, *, today: date) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        state = {"mine": "open", "ending": "", "all": ""}.get(view, view)
        return Wanted(
            state=asked.get("state") or state,
            owner=user if view == "mine" else asked.get("owner"),
            currency=asked.get("currency") or "",
            customer=asked.get("customer"),
            ends_by=today + SOON if view == "ending" else None,
            text=(asked.get("q") or "").strip(),
        )
