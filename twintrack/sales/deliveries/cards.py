"""What stands on Today of deliveries: what to take over, and which tasks are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries import queries
from twintrack.sales.deliveries.models import DeliveryTask, RoleHandover
from twintrack.ui.cards import Action, Card

# What is due within so many days is told of.
AHEAD = timedelta(days=2)


def deliveries_today(user: User, now: datetime) -> Iterator[Card]:
    """Tell a person which deliveries wait for them to take over, and which tasks are due."""
    if not may(user, Act.WORK_ON_DELIVERIES):
        return
    today = timezone.localdate(now)
    for handover in queries.list_to_take(user)[:3]:
        yield _to_take(handover)
    due = list(queries.list_owned_tasks(user).filter(finish_on__lte=today + AHEAD)[:20])
    if due:
        yield _due(due, late=sum(each.finish_on < today for each in due))


def _to_take(handover: RoleHandover) -> Card:
    page = reverse("delivery-detail", args=[handover.delivery.number])
    return Card(
        code=f"deliveries.take.{handover.pk}",
        track="sales",
        icon="arrows-exchange",
        label=_("Delivery"),
        title=_("%(who)s hands “%(name)s” over to you")
        % {"who": handover.giver, "name": handover.delivery.name},
        hint=handover.note[:160],
        tone="warn",
        weight=70,
        url=page,
        actions=(Action(label=_("Open it"), url=page),),
    )


def _due(due: list[DeliveryTask], *, late: int) -> Card:
    first = due[0]
    page = reverse("delivery-detail", args=[first.delivery.number])
    title = ngettext(
        "%(n)d task of your deliveries is due", "%(n)d tasks of your deliveries are due", len(due)
    ) % {"n": len(due)}
    behind = ngettext("%(n)d of them late", "%(n)d of them late", late) % {"n": late}
    return Card(
        code="deliveries.due",
        track="sales",
        icon="truck-delivery",
        label=_("Delivery"),
        title=title,
        hint=f"{first.delivery.number} · {first.name}",
        aside=behind if late else "",
        tone="bad" if late else "warn",
        weight=40 + len(due),
        url=page,
        actions=(
            Action(label=_("Open it"), url=page),
            Action(label=_("My deliveries"), url=f"{reverse('delivery-list')}?view=mine"),
        ),
    )
