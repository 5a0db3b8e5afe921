"""Put into the catalogue what is sold, and note what it costs the company."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.money.rounding import is_whole
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.pricing.events import CostSet, ItemAdded, ItemChanged
from twintrack.sales.pricing.models import CatalogueItem, Cost, ItemKind, Unit

CHANGEABLE = ("name_zh", "name_en", "product", "kind", "unit", "tax_rate", "is_active")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}")
LIMIT = Decimal(10) ** 12


class CodeImpossible(Refusal):
    """A code that is none."""

    message = _(
        "A code has up to 30 letters, digits and dashes, and begins with a letter or a digit."
    )
    status = 422


class CodeTaken(Refusal):
    """Something else is sold under the code."""

    message = _("Something else is sold under this code.")
    status = 422


class TaxImpossible(Refusal):
    """No tax is like that."""

    message = _("A tax rate lies between 0 and 100 %, with two decimals at most.")
    status = 422


class CostImpossible(Refusal):
    """A cost that cannot be."""

    message = _("A cost is at least 0 and below 1,000,000,000,000, in whole units of its currency.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that does not exist, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class ItemDetails:
    """What is known of something that is sold."""

    code: str
    name_zh: str
    name_en: str
    tax_rate: Decimal
    kind: str = ItemKind.PRODUCT
    unit: str = Unit.PIECE
    product: Product | None = None


def _check_tax(rate: Decimal) -> None:
    if not (rate.is_finite() and 0 <= rate <= 100 and rate == round(rate, 2)):
        raise TaxImpossible


@transaction.atomic
def add_item(
    *, details: ItemDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> CatalogueItem:
    """
    Put something that is sold into the catalogue.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CodeImpossible: if the code is none.
    :raises CodeTaken: if something else has it.
    :raises TaxImpossible: if no tax is like that.
    """
    check_may(by, Act.MANAGE_PRICES)
    if not CODE.fullmatch(details.code):
        raise CodeImpossible
    _check_tax(details.tax_rate)
    if CatalogueItem.objects.filter(code__iexact=details.code).exists():
        raise CodeTaken
    item: CatalogueItem = CatalogueItem.objects.create(
        code=details.code,
        name_zh=details.name_zh,
        name_en=details.name_en,
        product=details.product,
        kind=details.kind,
        unit=details.unit,
        tax_rate=details.tax_rate,
        added_at=at,
    )
    told = ItemAdded(item_id=item.pk, code=item.code, name_zh=item.name_zh, name_en=item.name_en)
    record(told, about=item, by=by, at=at, caused_by=caused_by)
    return item


@transaction.atomic
def change_item(
    *,
    item: CatalogueItem,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CatalogueItem:
    """
    Change what is known of something that is sold; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises TaxImpossible: if no tax is like that.
    """
    check_may(by, Act.MANAGE_PRICES)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    item = CatalogueItem.objects.select_for_update(no_key=True, of=["self"]).get(pk=item.pk)
    current = {field: getattr(item, field) for field in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return item
    _check_tax(to.get("tax_rate", item.tax_rate))
    for field, value in to.items():
        setattr(item, field, value)
    item.save(update_fields=list(to))
    record(
        ItemChanged(
            item_id=item.pk,
            code=item.code,
            fields=sorted(to),
            came_from={field: str(current[field] or "") for field in to},
            to={field: str(value or "") for field, value in to.items()},
        ),
        about=item,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return item


@transaction.atomic
def set_cost(
    *,
    item: CatalogueItem,
    amount: Decimal,
    currency: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Cost:
    """
    Note what one unit costs the company from now on; what it cost before stays in the list.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises CostImpossible: if nothing can cost so much or so little.
    """
    check_may(by, Act.MANAGE_PRICES)
    check_may(by, Act.SEE_COSTS)
    check_currency(currency)
    if not (amount.is_finite() and 0 <= amount < LIMIT and is_whole(amount, currency)):
        raise CostImpossible
    item = CatalogueItem.objects.select_for_update(no_key=True, of=["self"]).get(pk=item.pk)
    standing = Cost.objects.filter(item=item, ended_at=None)
    known = standing.first()
    if known and (known.amount, known.currency) == (amount, currency):
        return known
    standing.update(ended_at=at)
    cost = Cost.objects.create(item=item, amount=amount, currency=currency, set_by=by, set_at=at)
    event = CostSet(item_id=item.pk, code=item.code)
    record(event, about=item, by=by, at=at, caused_by=caused_by)
    return cost
