"""What people type about quotes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import INTERNAL, Role
from twintrack.foundation.money import currencies
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import MAIL_GROUNDS, Customer
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.queries import Wanted as Deals
from twintrack.sales.pipeline.queries import list_opportunities
from twintrack.sales.pricing.models import CatalogueItem, PriceBook
from twintrack.sales.pricing.queries import list_items
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import (
    ApprovalRule,
    QuoteLine,
    QuotePromise,
    QuoteVersion,
    SendingWay,
)
from twintrack.sales.quotes.operations import LineDetails, QuoteDetails, RuleDetails
from twintrack.sales.quotes.operations.drafting import OF_VERSION
from twintrack.sales.quotes.operations.rules import CHANGEABLE as OF_RULE
from twintrack.sales.quotes.queries import Wanted
from twintrack.sales.quotes.queries.quotes import SOON
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField
from twintrack.ui.widgets import Finder

DAY = {"type": "date"}
NUMBER = {"step": "any", "inputmode": "decimal"}
# How long a quote holds if nobody says otherwise.
USUAL = timedelta(days=30)
SELLERS = (Role.SALESPERSON, Role.SALES_MANAGER, Role.PRESALES, Role.CSM, Role.EXECUTIVE)
# What is changed in its cell, and what in a form of its own.
IN_CELL = ("quantity", "discount")
OF_FREE = ("name", "description", "quantity", "unit", "list_price", "discount", "tax_rate")
OF_LISTED = ("name", "description", "quantity", "discount")


def _day(label: Any) -> DayField:
    return DayField(label=label, widget=forms.DateInput(DAY, format="%Y-%m-%d"))


def _short(value: Any) -> Any:
    """Give a number without the zeros at its end, everything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _fit(form: forms.Form) -> None:
    """Give numbers and long texts the room that they need."""
    for field in form.fields.values():
        if isinstance(field, forms.DecimalField):
            field.widget = forms.NumberInput(NUMBER)
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 2


class DealForm(forms.Form):
    """For which opportunity a quote is begun."""

    opportunity = forms.ModelChoiceField(
        label=_("Opportunity"),
        queryset=Opportunity.objects.none(),
        widget=Finder(url_name="opportunity-choices"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list_opportunities(for_user=user, wanted=Deals(stage="open"))
        self.fields["opportunity"].queryset = rows  # type: ignore[attr-defined]


class _TermsFields(forms.Form):
    def _take(self, books: QuerySet[PriceBook]) -> None:
        self.fields["title"] = forms.CharField(label=_("Title"), max_length=120)
        self.fields.update(fields_for_model(QuoteVersion, OF_VERSION))
        self.fields["valid_until"] = _day(_("Valid until"))
        self.fields["book"] = forms.ModelChoiceField(
            label=_("Price book"), queryset=books, empty_label=None
        )
        _fit(self)


class QuoteForm(_TermsFields):
    """A quote that is begun for an opportunity."""

    def __init__(
        self,
        *args: Any,
        opportunity: Opportunity,
        books: QuerySet[PriceBook],
        today: date,
        language: str,
        **kwargs: Any,
    ) -> None:
        self.opportunity = opportunity
        kwargs["initial"] = {
            "title": opportunity.name,
            "valid_until": today + USUAL,
            "language": language,
            "book": books.first(),
            "discount": 0,
        }
        super().__init__(*args, **kwargs)
        self._take(books)

    def details(self) -> QuoteDetails:
        return QuoteDetails(opportunity=self.opportunity, **self.cleaned_data)


class TermsForm(EditForm, _TermsFields):
    """The words and terms of a draft, as they are and as they are to become."""

    def __init__(
        self, *args: Any, version: QuoteVersion, books: QuerySet[PriceBook], **kwargs: Any
    ) -> None:
        seen = {name: getattr(version, name) for name in OF_VERSION}
        super().__init__(*args, initial=seen | {"title": version.quote.title}, **kwargs)
        kept = PriceBook.objects.filter(pk=version.book_id)
        self._take(books | kept)
        for field in self.fields.values():
            field.show_hidden_initial = True


class ListedLineForm(forms.Form):
    """Something of the catalogue, as a line."""

    item = forms.ModelChoiceField(
        label=_("Catalogue item"),
        queryset=CatalogueItem.objects.none(),
        widget=Finder(url_name="catalogue-choices"),
    )
    quantity = forms.DecimalField(
        label=_("Quantity"),
        max_digits=12,
        decimal_places=3,
        initial=1,
        widget=forms.NumberInput(NUMBER),
    )

    def __init__(self, *args: Any, user: User, book: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list_items(for_user=user).filter(is_active=True)
        self.fields["item"].queryset = rows  # type: ignore[attr-defined]
        # What is found says what it costs in the book of the quote.
        self.fields["item"].widget.query = {"book": book}

    def details(self) -> LineDetails:
        return LineDetails(**self.cleaned_data)


class FreeLineForm(forms.Form):
    """A line that is written freely, with a price of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(QuoteLine, OF_FREE))
        self.fields["quantity"].initial = 1
        self.fields["tax_rate"].initial = 6
        self.fields["list_price"].label = _("Unit price")
        _fit(self)

    def details(self) -> LineDetails:
        return LineDetails(**self.cleaned_data)


class LineForm(EditForm):
    """A line as it is and as it is to become: all of it, or the cells that are named."""

    def __init__(
        self, *args: Any, line: QuoteLine, names: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        names = names or (OF_LISTED if line.item_id else OF_FREE)
        seen = {name: _short(getattr(line, name)) for name in names}
        super().__init__(*args, initial=seen, **kwargs)
        self.fields.update(fields_for_model(QuoteLine, names))
        _fit(self)
        for field in self.fields.values():
            field.show_hidden_initial = True


class DiscountForm(EditForm):
    """The discount on the whole, in its cell."""

    def __init__(self, *args: Any, version: QuoteVersion, **kwargs: Any) -> None:
        super().__init__(*args, initial={"discount": _short(version.discount)}, **kwargs)
        self.fields.update(fields_for_model(QuoteVersion, ("discount",)))
        _fit(self)
        self.fields["discount"].show_hidden_initial = True


class PromiseForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(QuotePromise, ("text",)))
        self.fields["due_on"] = _day(_("By when"))


class ApproveForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class SendBackForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What has to change"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
    )


class SendForm(forms.Form):
    way = forms.ChoiceField(label=_("How"), choices=SendingWay.choices)
    to = forms.CharField(
        label=_("To whom"),
        max_length=300,
        help_text=_("E-mail addresses with commas between; or who took it, if it is handed over."),
    )
    subject = forms.CharField(label=_("Subject line"), max_length=150, required=False)
    message = forms.CharField(
        label=_("Message"), max_length=4000, required=False, widget=forms.Textarea({"rows": 5})
    )

    def __init__(self, *args: Any, asks_ground: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_ground:
            grounds = [("", "—"), *((each.value, each.label) for each in MAIL_GROUNDS)]
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground for writing to them"), choices=grounds, required=False
            )


class AcceptForm(forms.Form):
    accepted_by = forms.CharField(label=_("Who at the customer accepts"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted_on"] = _day(_("On which day"))


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the customer does not accept"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
    )


class ReviseForm(forms.Form):
    note = forms.CharField(label=_("What changes"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"] = _day(_("Valid until"))


def _fit_rule(form: forms.Form) -> None:
    form.fields["role"].choices = [  # type: ignore[attr-defined]
        (role.value, role.label) for role in Role if role in INTERNAL
    ]
    _fit(form)


class RuleForm(forms.Form):
    """One more rule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(ApprovalRule, OF_RULE[:-1]))
        self.fields["role"].initial = Role.SALES_MANAGER
        _fit_rule(self)

    def details(self) -> RuleDetails:
        return RuleDetails(**self.cleaned_data)


class RuleEditForm(EditForm):
    """A rule as it is and as it is to become."""

    def __init__(self, *args: Any, rule: ApprovalRule, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(rule, name) for name in OF_RULE}, **kwargs)
        self.fields.update(fields_for_model(ApprovalRule, OF_RULE))
        _fit_rule(self)
        for field in self.fields.values():
            field.show_hidden_initial = True


class QuoteFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", "—"), *QuoteState.choices], required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.all(),
        required=False,
        to_field_name="number",
        widget=forms.HiddenInput,
    )
    q = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = list_people(roles=SELLERS)  # type: ignore[attr-defined]
        self.fields["currency"].choices = [("", "—"), *currencies.choices()]  # type: ignore[attr-defined]

    def wanted(self, view: str, *, user: User, today: date) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        state = {"mine": "open", "all": "", "expiring": "", "waiting": ""}.get(view, view)
        return Wanted(
            state=asked.get("state") or state,
            owner=user if view == "mine" else asked.get("owner"),
            customer=asked.get("customer"),
            currency=asked.get("currency") or "",
            expires_by=today + SOON if view == "expiring" else None,
            text=asked.get("q") or "",
        )
