"""What people type about the catalogue and about prices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.money import currencies
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import list_products
from twintrack.sales.pricing.models import CatalogueItem, ItemKind, PriceBook
from twintrack.sales.pricing.operations import BookDetails, ItemDetails
from twintrack.sales.pricing.operations.books import CHANGEABLE as OF_BOOK
from twintrack.sales.pricing.operations.catalogue import CHANGEABLE as OF_ITEM
from twintrack.sales.pricing.queries import Tier
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField
from twintrack.ui.widgets import FileChooser

# Tiers that the form has room for.
ROOM = 6
DAY = {"type": "date"}
MONEY = {"step": "any", "inputmode": "decimal"}


def _fit(form: forms.Form, user: User) -> None:
    for name in ("valid_from", "valid_to"):
        if name in form.fields:
            old = form.fields[name]
            widget = forms.DateInput(DAY, format="%Y-%m-%d")
            form.fields[name] = DayField(label=old.label, required=old.required, widget=widget)
    if "product" in form.fields:
        form.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """Something more that is sold."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("code", *(name for name in OF_ITEM if name != "is_active"))
        self.fields.update(fields_for_model(CatalogueItem, names))
        self.fields["tax_rate"].initial = Decimal(13)
        _fit(self, user)

    def details(self) -> ItemDetails:
        return ItemDetails(**self.cleaned_data)


class ItemEditForm(EditForm):
    """What is sold, as the person sees it and as it is to become."""

    def __init__(self, *args: Any, item: CatalogueItem, user: User, **kwargs: Any) -> None:
        seen = {name: getattr(item, name) for name in OF_ITEM}
        super().__init__(*args, initial=seen, **kwargs)
        self.fields.update(fields_for_model(CatalogueItem, OF_ITEM))
        _fit(self, user)
        for field in self.fields.values():
            field.show_hidden_initial = True


class CostForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Cost of one unit"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        widget=forms.NumberInput(MONEY),
    )
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"currency": base_currency()})
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies.choices()  # type: ignore[attr-defined]


class BookForm(forms.Form):
    """One more price book."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("name_zh", "name_en", "currency", "includes_tax", *OF_BOOK[2:])
        self.fields.update(fields_for_model(PriceBook, names))
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=currencies.choices(), initial=base_currency()
        )
        _fit(self, user)

    def details(self) -> BookDetails:
        return BookDetails(**self.cleaned_data)


class BookEditForm(EditForm):
    """When and for whom a price book holds, as it is and as it is to become."""

    def __init__(self, *args: Any, book: PriceBook, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(book, name) for name in OF_BOOK}, **kwargs)
        self.fields.update(fields_for_model(PriceBook, OF_BOOK))
        _fit(self, user)
        for field in self.fields.values():
            field.show_hidden_initial = True


class ItemChoiceForm(forms.Form):
    """An item that a price book has no price of yet."""

    item = forms.ModelChoiceField(
        label=_("Catalogue item"), queryset=CatalogueItem.objects.none(), to_field_name="code"
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class TiersForm(forms.Form):
    """The prices of an item by the quantity from which each holds; a row left empty is none."""

    def __init__(self, *args: Any, tiers: Sequence[Tier] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [*tiers, *[None] * max(ROOM - len(tiers), 1)]
        for place, tier in enumerate(rows):
            first = Decimal(1) if place == 0 else None
            self.fields[f"from_{place}"] = forms.DecimalField(
                label=_("From quantity"),
                required=False,
                max_digits=12,
                decimal_places=3,
                initial=tier.from_quantity.normalize() if tier else first,
                widget=forms.NumberInput(MONEY),
            )
            self.fields[f"price_{place}"] = forms.DecimalField(
                label=_("Price of one unit"),
                required=False,
                max_digits=14,
                decimal_places=2,
                initial=tier.amount if tier else None,
                widget=forms.NumberInput(MONEY),
            )
        self.rooms = len(rows)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"from_{place}"], self[f"price_{place}"]) for place in range(self.rooms)]

    def tiers(self) -> list[Tier]:
        """Give the rows that are filled in."""
        found = []
        for place in range(self.rooms):
            amount = self.cleaned_data[f"price_{place}"]
            if amount is not None:
                quantity = self.cleaned_data[f"from_{place}"]
                found.append(Tier(from_quantity=quantity or Decimal(0), amount=amount))
        return found


class PriceFileForm(forms.Form):
    """A price list as a file."""

    file = forms.FileField(
        label=_("File"),
        widget=FileChooser({"accept": ".csv,.xlsx,.tsv,.txt"}),
        help_text=_(
            "CSV or XLSX with the columns code, from quantity and price. "
            "What the file does not name keeps its prices."
        ),
    )


class ItemFilterForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "—"), *ItemKind.choices], required=False
    )
    q = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
