"""Segments follow what happens to customers."""

from __future__ import annotations

from typing import Any

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.people.automation import automation
from twintrack.sales.contracts.events import ContractAmended, ContractSigned
from twintrack.sales.customers.events import (
    CustomerAdded,
    CustomerChanged,
    CustomerMerged,
    CustomerMergeUndone,
    ProductInstalled,
    ProductRemoved,
)
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.events import (
    OpportunityChanged,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityWon,
)
from twintrack.sales.segments import operations

segments = Subscriber("sales.segments")


@segments.on(
    ContractSigned,
    ContractAmended,
    CustomerAdded,
    CustomerMerged,
    CustomerMergeUndone,
    ProductInstalled,
    ProductRemoved,
    OpportunityOpened,
    OpportunityChanged,
    OpportunityWon,
    OpportunityLost,
    OpportunityReopened,
)
def judge_anew(event: Any, entry: Entry) -> None:
    """Judge a customer of whom something that may count has changed."""
    operations.reckon(customer_ids=[event.customer_id], by=automation(), at=entry.happened_at)


@segments.on(CustomerChanged)
def follow_changes(event: CustomerChanged, entry: Entry) -> None:
    """Keep what somebody set by hand; judge anew where something else changed."""
    if "segment" not in event.fields:
        judge_anew(event, entry)
        return
    customer = Customer.objects.filter(pk=event.customer_id).first()
    if customer is not None and not entry.actor.is_service:
        operations.pin(
            customer=customer,
            segment=event.to["segment"],
            reason="",
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )
