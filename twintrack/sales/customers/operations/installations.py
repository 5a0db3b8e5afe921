"""Know which products a customer uses."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product, Version
from twintrack.sales.customers.events import ProductInstalled, ProductRemoved
from twintrack.sales.customers.models import Customer, Installation


class InstalledAlready(Refusal):
    """The customer has this product in this version."""

    message = _("This product and version are on the list already.")


class OtherProduct(Refusal):
    """The version belongs to another product."""

    message = _("This version belongs to another product.")
    status = 422


@transaction.atomic
def install(
    *,
    customer: Customer,
    product: Product,
    version: Version | None = None,
    since: date | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Installation:
    """
    Note that a customer uses a product, in a version where it is known.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OtherProduct: if the version is another product's.
    :raises InstalledAlready: if it is on the list.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    if version is not None and version.product_id != product.pk:
        raise OtherProduct
    # The customer's row is the turn that two people take who note the same thing at once.
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if customer.installations.filter(product=product, version=version).exists():
        raise InstalledAlready
    installation = Installation.objects.create(
        customer=customer, product=product, version=version, since=since
    )
    record(
        ProductInstalled(
            customer_id=customer.pk,
            installation_id=installation.pk,
            product_id=product.pk,
            product_name=product.name,
            version_name=version.name if version else "",
        ),
        about=customer,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[product],
    )
    return installation


@transaction.atomic
def uninstall(
    *, installation: Installation, by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """
    Note that a customer does not use a product any more.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    found = Installation.objects.select_for_update(no_key=True).filter(pk=installation.pk).first()
    if found is None:
        return
    removed = ProductRemoved(
        customer_id=found.customer_id,
        installation_id=found.pk,
        product_id=found.product_id,
        product_name=found.product.name,
        version_name=found.version.name if found.version else "",
    )
    about, also = found.customer, [found.product]
    found.delete()
    record(removed, about=about, by=by, at=at, caused_by=caused_by, also=also)
