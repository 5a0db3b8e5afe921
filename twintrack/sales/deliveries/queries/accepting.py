"""What the customer gets, what was accepted of it, and which instalments wait for that."""

from __future__ import annotations

from collections.abc import Sequence

from twintrack.foundation.access.refusals import NotThere
from twintrack.sales.contracts.lifecycle import Trigger
from twintrack.sales.contracts.models import Instalment
from twintrack.sales.deliveries.lifecycle import DeliverableState
from twintrack.sales.deliveries.models import Acceptance, Deliverable, Delivery

WAITED_FOR = (Trigger.DELIVERY, Trigger.ACCEPTANCE)


def list_deliverables(delivery: Delivery) -> list[Deliverable]:
    """List what the customer gets, with criteria and what was found of them."""
    rows = delivery.deliverables.select_related("phase")
    return list(rows.prefetch_related("criteria__results__acceptance"))


def list_to_accept(delivery: Delivery) -> list[Deliverable]:
    """List what the customer has not accepted yet."""
    rows = delivery.deliverables.exclude(state=DeliverableState.ACCEPTED)
    return list(rows.prefetch_related("criteria"))


def get_deliverable(delivery: Delivery, pk: int) -> Deliverable:
    """
    Find something that the customer gets.

    :raises NotThere: if there is none.
    """
    found: Deliverable | None = delivery.deliverables.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_acceptances(delivery: Delivery) -> list[Acceptance]:
    """List the acceptances of a delivery, the latest first, with what was found."""
    rows = delivery.acceptances.select_related("noted_by", "withdrawn_by")
    return list(rows.prefetch_related("results__criterion__deliverable"))


def get_acceptance(delivery: Delivery, ordinal: int) -> Acceptance:
    """
    Find an acceptance of a delivery, by its place in the order.

    :raises NotThere: if there is none.
    """
    rows = delivery.acceptances.select_related(
        "noted_by", "delivery__project", "delivery__customer", "delivery__contract"
    )
    found: Acceptance | None = rows.filter(ordinal=ordinal).first()
    if found is None:
        raise NotThere
    return found


def list_waiting_instalments(
    delivery: Delivery, *, triggers: Sequence[Trigger] = WAITED_FOR
) -> list[Instalment]:
    """List the instalments of its contract that wait for a delivery or an acceptance."""
    if delivery.contract is None or not delivery.contract.is_binding:
        return []
    rows = Instalment.objects.filter(
        contract=delivery.contract, trigger__in=triggers, reached_on=None
    )
    return list(rows.order_by("position", "pk"))
