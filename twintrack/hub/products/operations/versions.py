"""Keep a product's versions: planned, released, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.events import VersionAdded, VersionChanged
from twintrack.hub.products.keeping import keeper_of
from twintrack.hub.products.models import Product, Version
from twintrack.hub.products.operations.products import FieldUnknown, NameMissing, NameTaken

CHANGEABLE = ("name", "planned_on", "released_on", "withdrawn_on")


class WithdrawnBeforeRelease(Refusal):
    """A version was withdrawn before anybody had it."""

    message = _("A version is released before it is withdrawn.")
    status = 422


class KeptElsewhere(Refusal):
    """Something above says when this version ships."""

    def __init__(self, number: str) -> None:
        told = _("{number} keeps this version: change its name and days there.")
        super().__init__(format_lazy(told, number=number))


@transaction.atomic
def add_version(
    *,
    product: Product,
    name: str,
    released_on: date | None = None,
    planned_on: date | None = None,
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
    version = Version.objects.create(
        product=product, name=name, released_on=released_on, planned_on=planned_on
    )
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


@transaction.atomic
def change_version(
    *,
    version: Version,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Version:
    """
    Change a version's name or days; `before` is what the person saw of each.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises NameMissing: if it would have no name.
    :raises NameTaken: if the product has a version of that name.
    :raises WithdrawnBeforeRelease: if it is withdrawn without or before a release.
    :raises KeptElsewhere: if a release says what it is called and when it ships.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    kept_by = keeper_of(version)
    if kept_by:
        raise KeptElsewhere(kept_by)
    return keep_version(
        version=version, before=before, values=values, by=by, at=at, caused_by=caused_by
    )


@transaction.atomic
def keep_version(
    *,
    version: Version,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Version:
    """
    Change a version as what keeps it wants it; for apps that registered as its keeper.

    :raises Refusal: as `change_version` does.
    """
    check_may(by, Act.MANAGE_PRODUCTS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    version = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    current = {field: getattr(version, field) for field in CHANGEABLE}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return version
    _check(version, current | to)
    for field, value in to.items():
        setattr(version, field, value)
    version.save(update_fields=list(to))
    record(
        VersionChanged(
            product_id=version.product_id,
            version_id=version.pk,
            name=version.name,
            fields=sorted(to),
            planned_on=version.planned_on,
            released_on=version.released_on,
            withdrawn_on=version.withdrawn_on,
        ),
        about=version.product,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return version


def _check(version: Version, wanted: Mapping[str, Any]) -> None:
    if not wanted["name"].strip():
        raise NameMissing
    named = Version.objects.filter(product=version.product_id, name=wanted["name"])
    if named.exclude(pk=version.pk).exists():
        raise NameTaken
    released, withdrawn = wanted["released_on"], wanted["withdrawn_on"]
    if withdrawn and (not released or withdrawn < released):
        raise WithdrawnBeforeRelease
