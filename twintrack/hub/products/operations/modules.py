"""Keep the tree of a product's modules."""

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
from twintrack.hub.products.events import (
    ModuleAdded,
    ModuleChanged,
    ModuleRestored,
    ModuleRetired,
)
from twintrack.hub.products.models import Module, Product
from twintrack.hub.products.operations.products import FieldUnknown, NameMissing, NameTaken
from twintrack.hub.products.queries import list_below

CHANGEABLE = ("name", "parent")


class OtherProduct(Refusal):
    """A module was to be put under one of another product."""

    message = _("This module belongs to another product.")
    status = 422


class WouldBeInsideItself(Refusal):
    """A module was to be put under itself, or under one below it."""

    message = _("A module cannot be put below itself.")
    status = 422


def _turn(product: Product) -> None:
    # Two people who rebuild one tree at once take turns, so that no circle closes.
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)


def _check_parent(product: Product, parent: Module | None) -> None:
    if parent is not None and parent.product_id != product.pk:
        raise OtherProduct


@transaction.atomic
def add_module(
    *,
    product: Product,
    name: str,
    parent: Module | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Module:
    """
    Add a module to a product, under another one if given.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OtherProduct: if the other one belongs to another product.
    :raises NameTaken: if the product has a module of that name.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    _check_parent(product, parent)
    _turn(product)
    if Module.objects.filter(product=product, name=name).exists():
        raise NameTaken
    module = Module.objects.create(product=product, name=name, parent=parent)
    record(
        ModuleAdded(product_id=product.pk, module_id=module.pk, name=name),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return module


@transaction.atomic
def change_module(
    *,
    module: Module,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Module:
    """
    Rename a module, or put it under another one; `before` is what the person saw of each.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed it in between.
    :raises NameMissing: if it would have no name.
    :raises NameTaken: if the product has a module of that name.
    :raises OtherProduct: if the new parent belongs to another product.
    :raises WouldBeInsideItself: if the new parent is the module itself or below it.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    _turn(module.product)
    module = Module.objects.select_related("parent", "product").get(pk=module.pk)
    current = {"name": module.name, "parent": module.parent}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return module
    _check_change(module, to)
    for field, value in to.items():
        setattr(module, field, value)
    module.save(update_fields=list(to))
    parent = module.parent
    record(
        ModuleChanged(
            product_id=module.product_id,
            module_id=module.pk,
            came_from=str(current["name"]),
            name=module.name,
            is_moved="parent" in to,
            parent_name=parent.name if parent else "",
        ),
        about=module.product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return module


def _check_change(module: Module, to: Mapping[str, Any]) -> None:
    name, parent = to.get("name", module.name), to.get("parent")
    if not name.strip():
        raise NameMissing
    named = Module.objects.filter(product=module.product, name=name).exclude(pk=module.pk)
    if "name" in to and named.exists():
        raise NameTaken
    _check_parent(module.product, parent)
    if parent is not None and parent.pk in {module.pk, *list_below(module)}:
        raise WouldBeInsideItself


@transaction.atomic
def retire_module(
    *, module: Module, by: User, at: datetime, caused_by: Entry | None = None
) -> Module:
    """
    Offer a module and those below it no more; asked again, nothing changes.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    _turn(module.product)
    module = Module.objects.select_related("product").get(pk=module.pk)
    if module.is_retired:
        return module
    Module.objects.filter(pk__in=[module.pk, *list_below(module)]).update(is_retired=True)
    module.is_retired = True
    record(
        ModuleRetired(product_id=module.product_id, module_id=module.pk, name=module.name),
        about=module.product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return module


@transaction.atomic
def restore_module(
    *, module: Module, by: User, at: datetime, caused_by: Entry | None = None
) -> Module:
    """
    Offer a module again, with those that it stands under; asked again, nothing changes.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    _turn(module.product)
    module = Module.objects.select_related("product").get(pk=module.pk)
    if not module.is_retired:
        return module
    above: Module | None = module
    while above is not None:
        Module.objects.filter(pk=above.pk).update(is_retired=False)
        above = above.parent
    module.is_retired = False
    record(
        ModuleRestored(product_id=module.product_id, module_id=module.pk, name=module.name),
        about=module.product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return module
