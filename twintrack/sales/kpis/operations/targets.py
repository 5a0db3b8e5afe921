"""Say what a measure of sales should come to, and when it warns."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.kpis.events import SalesTargetSet
from twintrack.sales.kpis.lifecycle import Part, Warn
from twintrack.sales.kpis.models import SalesTarget
from twintrack.sales.kpis.queries import Of, aim_of, get_measure, narrowed

MOST = 1e13
EVERYBODY = Of()


class TargetUnreachable(Refusal):
    """A target that no value can reach."""

    message = _("A target is not below zero, and of a percentage not above 100.")
    status = 422


class TargetTooNarrow(Refusal):
    """A target of something that has none."""

    message = _("A target is the company's, a team's or a person's.")
    status = 422


@transaction.atomic
def set_target(
    *,
    measure: str,
    value: float | None,
    warn: Warn,
    since: date,
    of: Of = EVERYBODY,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SalesTarget:
    """
    Set target and warning of a measure from a day on; what held before stays in history.

    :param value: in the unit that people see; nothing for no target.
    :param of: the company, a team or a person.
    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if there is no such measure, or it is of whom they do not lead.
    :raises TargetTooNarrow: if it is of anything else.
    :raises TargetUnreachable: if no value can reach the target.
    """
    check_may(by, Act.SET_SALES_TARGETS)
    found = get_measure(measure)
    place = narrowed(of, for_user=by).place
    if place is None or place[0] not in (Part.COMPANY, Part.TEAM, Part.PERSON):
        raise TargetTooNarrow
    if value is not None and not 0 <= value <= (100 if found.is_percent else MOST):
        raise TargetUnreachable
    before = aim_of(found, since, of)
    target: SalesTarget = SalesTarget.objects.create(
        measure=measure,
        part_of=place[0],
        whose=place[1],
        value=value,
        warn=warn,
        since=since,
        set_at=at,
        set_by=by,
    )
    record(
        SalesTargetSet(
            target_id=target.pk,
            measure=measure,
            part_of=place[0],
            whose=place[1],
            name=str(of.person or of.team or ""),
            value=value,
            warn=warn,
            since=since,
            came_from_value=before.value,
            came_from_warn=before.warn,
        ),
        about=target,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return target
