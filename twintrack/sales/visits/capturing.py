"""From a visit to the form of feedback, with all that the visit knows."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.sales.customers.models import Contact
from twintrack.sales.feedback.models import Channel
from twintrack.sales.visits.lifecycle import VisitKind
from twintrack.sales.visits.models import Visit

CHANNELS = {VisitKind.PHONE.value: Channel.PHONE, VisitKind.ONLINE.value: Channel.MEETING}


def capture_url(visit: Visit, contacts: Sequence[Contact], *, user: User) -> str:
    """Name customer, contact, channel and the products of the opportunity the person may see."""
    known: list[tuple[str, str | int]] = [
        ("origin", f"visit:{visit.number}"),
        ("customer", visit.customer_id),
        ("channel", CHANNELS.get(visit.kind, Channel.VISIT).value),
    ]
    known += [("contact", each.name) for each in contacts[:1]]
    topics = list(visit.opportunity.products.all()) if visit.opportunity else []
    seen = visible_product_ids(user) if topics else set()
    for place, product in enumerate(each for each in topics if each.pk in seen):
        known.append(("also_products" if place else "product", product.pk))
    return f"{reverse('feedback-new')}?{urlencode(known)}"
