"""Add products, and say who answers for them and who sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.events import ProductAdded, ProductChanged
from twintrack.hub.products.models import Product, Reach

CHANGEABLE = ("name", "owner", "reach", "teams")


class NameTaken(Refusal):
    """Another one has this name or code."""

    message = _("This name is taken. Choose another one.")


class NameMissing(Refusal):
    """A product, module or version without a name."""

    message = _("It needs a name.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that does not exist, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


class TeamMissing(Refusal):
    """A product for teams only, but for none."""

    message = _("Choose at least one team that sees the product.")
    status = 422


@transaction.atomic
def add_product(
    *, code: str, name: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Product:
    """
    Add a product that the person owns.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NameTaken: if the code is taken.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    if Product.objects.filter(code=code).exists():
        raise NameTaken
    product: Product = Product.objects.create(code=code, name=name, owner=by, created_at=at)
    record(
        ProductAdded(product_id=product.pk, code=code, name=name),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return product


@transaction.atomic
def change_product(
    *,
    product: Product,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Product:
    """
    Change a product's name, owner, reach or teams; `before` is what the person saw of each.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises NameMissing: if it would have no name.
    :raises TeamMissing: if only its teams were to see it, and it has none.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    current = {field: getattr(product, field) for field in ("name", "owner", "reach")}
    current["teams"] = set(product.teams.all())
    to = changes_to_make(current=current, before=_as_kept(before), values=_as_kept(values))
    if not to:
        return product
    _check(current | to)
    plain = [field for field in to if field != "teams"]
    for field in plain:
        setattr(product, field, to[field])
    if plain:
        product.save(update_fields=plain)
    if "teams" in to:
        product.teams.set(to["teams"])
    record(
        ProductChanged(
            product_id=product.pk,
            code=product.code,
            name=product.name,
            fields=sorted(to),
            came_from={field: _written(current[field]) for field in to},
            to={field: _written(value) for field, value in to.items()},
        ),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return product


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: set(each) if field == "teams" else each for field, each in values.items()}


def _check(wanted: Mapping[str, Any]) -> None:
    if not str(wanted["name"]).strip():
        raise NameMissing
    if wanted["reach"] == Reach.TEAMS and not wanted["teams"]:
        raise TeamMissing


def _written(value: Any) -> str:
    return ", ".join(sorted(str(each) for each in value)) if isinstance(value, set) else str(value)
