"""Products, modules and versions are added once, by those who may."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products import operations
from twintrack.hub.products.events import VersionAdded

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_product_belongs_to_who_added_it() -> None:
    manager = make_user(Role.PRODUCT_MANAGER)

    product = operations.add_product(code="h3", name="H3", by=manager, at=AT)

    assert product.owner == manager
    assert Entry.objects.get().kind == "product.added"


def test_a_salesperson_does_not_add_products() -> None:
    with pytest.raises(NotAllowed):
        operations.add_product(code="h3", name="H3", by=make_user(Role.SALESPERSON), at=AT)


def test_a_code_is_taken_once() -> None:
    make_product(code="h3")

    with pytest.raises(operations.NameTaken):
        operations.add_product(code="h3", name="H3", by=make_user(Role.RND_LEAD), at=AT)


def test_a_product_gets_each_module_and_version_once() -> None:
    lead, product = make_user(Role.RND_LEAD), make_product()
    drive = operations.add_module(product=product, name="Drive", by=lead, at=AT)
    loop = operations.add_module(product=product, name="Loop", parent=drive, by=lead, at=AT)
    released_on = date(2026, 12, 23)
    version = operations.add_version(
        product=product, name="3.3", released_on=released_on, by=lead, at=AT
    )

    assert loop.parent == drive
    assert Entry.objects.get(kind="product.version_added").event == VersionAdded(
        product_id=product.pk, version_id=version.pk, name="3.3", released_on=released_on
    )
    with pytest.raises(operations.NameTaken):
        operations.add_module(product=product, name="Drive", by=lead, at=AT)
    with pytest.raises(operations.NameTaken):
        operations.add_version(product=product, name="3.3", by=lead, at=AT)
