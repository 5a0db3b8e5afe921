"""Hold a delivery while it changes, keep its forecast, and say in each entry which it was."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.deliveries.queries.plan import forecast_of


class NotOpen(Refusal):
    """The delivery is completed or cancelled."""

    message = _("This delivery is completed or cancelled. Take it up again first.")


class DayAhead(Refusal):
    """Something cannot have happened on a day that has not come."""

    message = _("This day lies ahead. Note it when it has happened.")
    status = 422


class PersonUnfit(Refusal):
    """The person does not work on deliveries, or may not see this one."""

    message = _("This colleague does not work on deliveries, or may not see this one.")
    status = 422


class DeliveryFieldUnknown(Refusal):
    """A field was named that does not exist, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


class Told(TypedDict):
    """What every entry on a delivery says."""

    delivery_id: int
    number: str
    customer_id: int


def hold(delivery: Delivery) -> Delivery:
    """Read a delivery anew while nobody else can change it."""
    Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    related = ("project__owner", "project__product", "customer", "contract")
    found: Delivery = Delivery.objects.select_related(*related).get(pk=delivery.pk)
    return found


def hold_open(delivery: Delivery) -> Delivery:
    """
    Read a delivery anew that is not over, while nobody else can change it.

    :raises NotOpen: if it is completed or cancelled.
    """
    delivery = hold(delivery)
    if not delivery.is_open:
        raise NotOpen
    return delivery


def told_of(delivery: Delivery) -> Told:
    """Give what every entry on a delivery says."""
    return Told(delivery_id=delivery.pk, number=delivery.number, customer_id=delivery.customer_id)


def concerned(delivery: Delivery) -> list[Model]:
    """List what an entry on a delivery concerns besides it."""
    found: list[Model] = [delivery.project, delivery.customer]
    if delivery.contract is not None:
        found.append(delivery.contract)
    return found


def keep_forecast(delivery: Delivery, at: datetime) -> None:
    """Write down when it will be finished, after its plan changed."""
    expected = forecast_of(delivery, today=timezone.localdate(at)).finish_on
    if delivery.forecast_on != expected:
        delivery.forecast_on = expected
        delivery.save(update_fields=["forecast_on"])
