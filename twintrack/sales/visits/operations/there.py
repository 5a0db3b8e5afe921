"""Check in where the customer is."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.visits.events import VisitCheckedIn
from twintrack.sales.visits.lifecycle import HELD, VisitState
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.operations.holding import (
    CheckedInAlready,
    NotAhead,
    NotBegun,
    check_goes,
    hold,
)
from twintrack.sales.visits.operations.planning import concerned

# Three places of a degree are about a hundred metres: the plant, not the desk.
ROUGHLY = Decimal("0.001")
# Who is there so much too early is at another visit.
EARLY = timedelta(hours=12)


class PositionImpossible(Refusal):
    """A position that is nowhere on earth."""

    message = _("This position does not exist. Check in without it.")
    status = 422


def _rounded(position: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    latitude, longitude = position
    if not (latitude.is_finite() and longitude.is_finite()):
        raise PositionImpossible
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise PositionImpossible
    return latitude.quantize(ROUGHLY, ROUND_HALF_UP), longitude.quantize(ROUGHLY, ROUND_HALF_UP)


@transaction.atomic
def check_in(
    *,
    visit: Visit,
    position: tuple[Decimal, Decimal] | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Visit:
    """
    Note that one is with the customer now; a position is kept rounded to about 100 metres.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises GoesSomebodyElse: if the person neither makes the visit nor goes along.
    :raises CheckedInAlready: if somebody checked in before.
    :raises NotAhead: if it is cancelled.
    :raises NotBegun: if it begins on another day.
    :raises PositionImpossible: if the position is nowhere on earth.
    """
    check_may(by, Act.MANAGE_VISITS)
    where = _rounded(position) if position else (None, None)
    visit = hold(visit)
    check_goes(visit, by)
    if visit.state in HELD:
        raise CheckedInAlready
    if not visit.lies_ahead:
        raise NotAhead
    if visit.starts_at - at > EARLY:
        raise NotBegun
    came_from = visit.state
    visit.state, visit.checked_in_at, visit.held_at = VisitState.CHECKED_IN, at, at
    visit.latitude, visit.longitude = where
    visit.save(update_fields=["state", "checked_in_at", "held_at", "latitude", "longitude"])
    record(
        VisitCheckedIn(
            visit_id=visit.pk,
            number=visit.number,
            customer_id=visit.customer_id,
            came_from=came_from,
            with_position=position is not None,
        ),
        about=visit,
        by=by,
        at=at,
        caused_by=caused_by,
        also=concerned(visit),
    )
    return visit
