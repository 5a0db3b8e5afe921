"""What was agreed with a customer at a moment, for what follows from it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from twintrack.hub.products.models import Product
from twintrack.sales.contracts.models import Contract
from twintrack.sales.customers.models import Customer
from twintrack.sales.sla.models import SlaPlanVersion


def agreed_version(customer: Customer, product: Product, at: datetime) -> SlaPlanVersion | None:
    """Give the version of the SLA plan that a contract binds the company to, whoever asks."""
    found = binding_contract(customer, product, at)
    return None if found is None else found.sla_version


def binding_contract(customer: Customer, product: Product, at: datetime) -> Contract | None:
    """
    Give the contract that binds the company to an SLA plan, whoever asks.

    A contract that names the product comes before one that names none; then the newest.
    """
    on = timezone.localdate(at)
    rows = Contract.objects.filter(
        customer=customer, starts_on__lte=on, ends_on__gte=on, sla_version__isnull=False
    ).filter(
        # One that ended before its time held until then.
        Q(state__in=("signed", "active", "completed"))
        | Q(state="terminated", signed_on__isnull=False, ended_at__gt=at)
    )
    rows = rows.filter(signed_on__lte=on).select_related("sla_version__plan").order_by("-pk")
    found: Contract | None = (
        rows.filter(products=product).first() or rows.filter(products=None).first()
    )
    return found
