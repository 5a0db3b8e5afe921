"""The money behind requirements follows opportunities and exchange rates."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.money.events import RateEntered
from twintrack.foundation.people.automation import automation
from twintrack.helix.handoffs import operations
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.events import (
    OpportunityChanged,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityWon,
)
from twintrack.sales.pipeline.models import Opportunity

revenue = Subscriber("helix.revenue")


@revenue.on(
    OpportunityOpened, OpportunityChanged, OpportunityWon, OpportunityLost, OpportunityReopened
)
def count_customer(event: OpportunityOpened, entry: Entry) -> None:
    """Add up again what stands behind the requirements that the customer waits for."""
    for customer in Customer.objects.filter(pk=event.customer_id):
        operations.recount_customer(
            customer, by=automation(), at=entry.happened_at, caused_by=entry
        )


@revenue.on(RateEntered)
def count_currency(event: RateEntered, entry: Entry) -> None:
    """Add up again for the customers whose open opportunities are in that currency."""
    concerned = Opportunity.objects.open().filter(currency=event.currency)
    for customer in Customer.objects.filter(pk__in=concerned.values("customer_id")).order_by("pk"):
        operations.recount_customer(
            customer, by=automation(), at=entry.happened_at, caused_by=entry
        )
