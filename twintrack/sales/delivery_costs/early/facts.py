"""What several rules need: which deliveries go on, and how those that are over came out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.hub.risks.rules import NeverKnown, Warned
from twintrack.sales.deliveries.models import Delivery, DeliveryTask

OPEN = (ProjectState.ACTIVE, ProjectState.ON_HOLD)


def open_deliveries() -> list[Delivery]:
    """List the deliveries that go on, with their tasks and waits."""
    rows = Delivery.objects.filter(project__state__in=OPEN, accepted_on=None)
    tasks = DeliveryTask.objects.select_related("assignee").order_by("position", "pk")
    related = rows.select_related("project", "contract").order_by("pk")
    return list(related.prefetch_related(Prefetch("tasks", tasks), "waits"))


def named(delivery: Delivery) -> str:
    """Call a delivery by number and name."""
    return f"{delivery.number} {delivery.name}"


def whose(delivery: Delivery) -> dict[str, Any]:
    """Say what every signal about a delivery says: which one, who is told."""
    return {
        "subject_id": delivery.pk,
        "product_id": delivery.project.product_id,
        "owner_id": delivery.project.owner_id,
    }


def warned_of(warned: Warned) -> Delivery:
    """
    Find the delivery that a warning was about.

    :raises NeverKnown: if it is gone or was cancelled.
    """
    delivery = Delivery.objects.select_related("project", "contract").filter(pk=warned.subject_id)
    found = delivery.first()
    if found is None or found.state == ProjectState.CANCELLED:
        raise NeverKnown
    return found


def came_late(warned: Warned, at: datetime) -> bool | None:
    """Say whether a delivery was finished after the day that was planned then, once one knows."""
    delivery, due_on = warned_of(warned), warned.evidence["due_on"]
    if not due_on:
        raise NeverKnown
    if delivery.accepted_on is not None:
        return bool(delivery.accepted_on.isoformat() > due_on)
    if not delivery.is_open:
        raise NeverKnown
    return True if timezone.localdate(at).isoformat() > due_on else None


def day_in(delivery: Delivery) -> str:
    """Give the planned finish as evidence holds it."""
    return delivery.due_on.isoformat() if delivery.due_on else ""


Evidence = Mapping[str, Any]
