"""
Gives the newest customer a long history in every section of its page:
`python -m benchmarks.history_rows 250`.

So many contacts, visits, pieces of feedback with clocks, opportunities, quotes, contracts, paid and
open invoices and things installed, each like one of the demo company's.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import Model  # noqa: E402

from twintrack.hub.products.models import Product, Version  # noqa: E402
from twintrack.sales.collections.models import Allocation, InvoicePart  # noqa: E402
from twintrack.sales.complaints.models import Complaint  # noqa: E402
from twintrack.sales.contracts.models import Contract  # noqa: E402
from twintrack.sales.customers.models import Contact, Customer, Installation  # noqa: E402
from twintrack.sales.pipeline.models import Opportunity  # noqa: E402
from twintrack.sales.quotes.models import Quote, QuoteVersion  # noqa: E402
from twintrack.sales.visits.models import Visit  # noqa: E402

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def like(one: Model | None, count: int, over: Callable[[int], dict[str, Any]]) -> list[Any]:
    """Add rows like one that is there, each with what is its own."""
    assert one is not None
    model = type(one)
    known = {
        each.attname: getattr(one, each.attname)
        for each in model._meta.concrete_fields
        if not each.primary_key
    }
    return model._default_manager.bulk_create(model(**known | over(n)) for n in range(count))


@transaction.atomic
def fill(count: int) -> None:
    """Add all of it to the newest customer."""
    at = Customer.objects.order_by("-pk")[0].pk
    mine = {"customer_id": at}
    like(Contact.objects.first(), count, lambda n: mine | {"name": f"联系人 {n}"})
    deals = like(
        Opportunity.objects.filter(closed_at=None).first(),
        count,
        lambda n: (
            mine
            | {"number": f"O-H{n}", "closed_at": NOW if n % 10 else None}
            | ({"stage": "won"} if n % 10 else {})
        ),
    )
    for state, ahead in (("done", -1), ("planned", 1)):
        like(
            Visit.objects.filter(state=state).first(),
            count // 2,
            lambda n, state=state, ahead=ahead: (
                mine
                | {
                    "number": f"V-H{ahead}{n}",
                    "opportunity_id": None,
                    "starts_at": NOW + ahead * (n + 1) * DAY,
                    "ends_at": NOW + ahead * (n + 1) * DAY + DAY / 24,
                }
            ),
        )
    _said(at, count)
    quotes = like(
        Quote.objects.first(),
        count,
        lambda n: mine | {"number": f"Q-H{n}", "opportunity_id": deals[n].pk},
    )
    like(
        QuoteVersion.objects.filter(is_current=True).first(),
        count,
        lambda n: {"quote_id": quotes[n].pk},
    )
    _agreed(at, count)
    products = list(Product.objects.all()[:2])
    versions = [
        Version(product=products[n % 2], name=f"0.{n}", released_on=NOW.date() - 4000 * DAY)
        for n in range(count)
    ]
    for version in Version.objects.bulk_create(versions):
        Installation.objects.create(customer_id=at, product=version.product, version=version)


def _said(at: int, count: int) -> None:
    complaint = Complaint.objects.filter(resolved_at=None, ended_by="").first()
    assert complaint is not None
    said = like(
        complaint.feedback,
        count,
        lambda n: {"customer_id": at, "number": f"FB-H{n}", "external_id": "", "contact_id": None},
    )
    rows = like(complaint, count, lambda n: {"feedback_id": said[n].pk})
    for clock in complaint.clocks.all():
        like(clock, count, lambda n: {"complaint_id": rows[n].pk, "next_at": None})


def _agreed(at: int, count: int) -> None:
    contracts = like(
        Contract.objects.filter(state="active").first(),
        count,
        lambda n: {
            "customer_id": at,
            "number": f"C-H{n}",
            "quote_version_id": None,
            "follows_id": None,
            "state": "completed" if n % 10 else "active",
        },
    )
    part = InvoicePart.objects.filter(credit_note=None).first()
    allocation = Allocation.objects.filter(undone_at=None).first()
    assert part is not None
    invoices = like(
        part.invoice,
        count,
        lambda n: {
            "customer_id": at,
            "number": f"INV-H{n}",
            "contract_id": contracts[n].pk,
            "official_number": "",
            "due_on": NOW.date() - (n - 20) * DAY,
        },
    )
    like(part, count, lambda n: {"invoice_id": invoices[n].pk})
    paid = [each for n, each in enumerate(invoices) if n % 5]
    like(
        allocation,
        len(paid),
        lambda n: {"invoice_id": paid[n].pk, "amount": part.amount},
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
