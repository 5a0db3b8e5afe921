"""The weeks of those who work on a delivery, for who leads it: what was worked and confirmed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.models import ConfirmedWeek, HourEntry
from twintrack.sales.delivery_costs.queries.hours import list_confirmed
from twintrack.sales.delivery_costs.week import monday_of

MOST = 40


@dataclass(frozen=True, kw_only=True)
class PersonWeek:
    """A person's week on a delivery; `confirmed` where somebody did."""

    person: User
    monday: date
    minutes: int
    confirmed: ConfirmedWeek | None = None


def weeks_of(delivery: Delivery, *, for_user: User) -> list[PersonWeek]:
    """List the weeks with hours, the latest first, those to be confirmed before the others."""
    rows = HourEntry.objects.visible_to(for_user).filter(delivery=delivery)
    minutes: dict[tuple[int, date], int] = defaultdict(int)
    for person, day, worked in rows.values_list("person_id", "day", "minutes"):
        minutes[person, monday_of(day)] += worked
    people = {each.pk: each for each in User.objects.filter(pk__in={pk for pk, _on in minutes})}
    confirmed = {
        (each.person_id, each.monday): each
        for each in list_confirmed(for_user=for_user, delivery=delivery)
    }
    found = [
        PersonWeek(
            person=people[pk], monday=monday, minutes=worked, confirmed=confirmed.get((pk, monday))
        )
        for (pk, monday), worked in minutes.items()
        if worked or (pk, monday) in confirmed
    ]
    found.sort(key=lambda each: (each.confirmed is not None, -each.monday.toordinal()))
    return found[:MOST]
