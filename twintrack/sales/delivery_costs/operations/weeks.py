"""Confirm the weeks of those who work on a delivery."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.events import HoursWeekConfirmed
from twintrack.sales.delivery_costs.models import ConfirmedWeek, HourEntry
from twintrack.sales.delivery_costs.operations.holding import OwnDecision, check_leads

SUNDAY = timedelta(days=6)


class NothingToConfirm(Refusal):
    """A week without hours, or one that has not begun."""

    message = _("There are no hours to confirm in this week yet.")
    status = 422


@transaction.atomic
def confirm_week(
    *,
    delivery: Delivery,
    person: User,
    on: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ConfirmedWeek:
    """
    Confirm somebody's hours on a delivery in the week of a day; then they stay as they are.

    A week that is confirmed already stays confirmed.

    :raises NotTheLead: if who confirms neither leads the delivery nor is a sales manager.
    :raises OwnDecision: if they are one's own.
    :raises NothingToConfirm: if there are none, or the week has not begun.
    """
    check_leads(delivery, by)
    if person.pk == by.pk:
        raise OwnDecision
    monday = on - timedelta(days=on.weekday())
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    known: ConfirmedWeek | None = ConfirmedWeek.objects.filter(
        delivery=delivery, person=person, monday=monday
    ).first()
    if known is not None:
        return known
    rows = HourEntry.objects.filter(
        delivery=delivery, person=person, day__range=(monday, monday + SUNDAY)
    )
    minutes = rows.aggregate(sum=Sum("minutes"))["sum"] or 0
    if not minutes or monday > timezone.localdate(at):
        raise NothingToConfirm
    week: ConfirmedWeek = ConfirmedWeek.objects.create(
        delivery=delivery, person=person, monday=monday, confirmed_by=by, confirmed_at=at
    )
    event = HoursWeekConfirmed(
        week_id=week.pk,
        delivery_id=delivery.pk,
        delivery=delivery.number,
        person_id=person.pk,
        person=person.name,
        monday=monday,
        minutes=minutes,
    )
    record(event, about=week, by=by, at=at, caused_by=caused_by)
    return week
