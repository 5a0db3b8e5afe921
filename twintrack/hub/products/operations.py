"""Look after products, their modules and versions."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.events import ModuleAdded, ProductAdded, VersionAdded
from twintrack.hub.products.models import Module, Product, Version


class NameTaken(Refusal):
    """Another one has this name or code."""

    message = _("This name is taken. Choose another one.")


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
    :raises NameTaken: if the product has a module of that name.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
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
def add_version(
    *,
    product: Product,
    name: str,
    released_on: date | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Version:
    """
    Add a version to a product.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NameTaken: if the product has a version of that name.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    if Version.objects.filter(product=product, name=name).exists():
        raise NameTaken
    version = Version.objects.create(product=product, name=name, released_on=released_on)
    record(
        VersionAdded(
            product_id=product.pk, version_id=version.pk, name=name, released_on=released_on
        ),
        about=product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return version
