"""Plan visits, and keep what is known of them right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.visits.events import VisitChanged, VisitMoved, VisitPlanned
from twintrack.sales.visits.lifecycle import VisitKind, VisitState
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.operations.holding import NotAhead, hold

LONGEST = timedelta(hours=24)
MANY = ("contacts", "colleagues")
CHANGEABLE = ("purpose", "kind", "place", "opportunity", "owner", *MANY)


class EndsTooEarly(Refusal):
    """A visit that ends before it begins."""

    message = _("A visit ends after it begins.")
    status = 422


class TooLong(Refusal):
    """A visit of days is several visits."""

    message = _("A visit takes a day at most. Plan one for each day.")
    status = 422


class ContactElsewhere(Refusal):
    """A contact works at another customer."""

    message = _("This contact works at another customer.")
    status = 422


class OpportunityElsewhere(Refusal):
    """The opportunity is another customer's."""

    message = _("This opportunity is one of another customer.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that a visit does not have, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class VisitDetails:
    """What is known of a visit at first; without an owner, whoever plans it makes it."""

    customer: Customer
    purpose: str
    starts_at: datetime
    ends_at: datetime
    kind: str = VisitKind.ON_SITE
    place: str = ""
    opportunity: Opportunity | None = None
    contacts: Collection[Contact] = ()
    colleagues: Collection[User] = ()
    owner: User | None = None


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise EndsTooEarly
    if ends_at - starts_at > LONGEST:
        raise TooLong


def _check_belongs(
    customer_id: int, contacts: Collection[Contact], opportunity: Opportunity | None
) -> None:
    if any(each.customer_id != customer_id for each in contacts):
        raise ContactElsewhere
    if opportunity is not None and opportunity.customer_id != customer_id:
        raise OpportunityElsewhere


@transaction.atomic
def plan(*, details: VisitDetails, by: User, at: datetime, caused_by: Entry | None = None) -> Visit:
    """
    Plan a visit; one of the past is written down after the fact and noted next.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises EndsTooEarly: if it ends before it begins.
    :raises TooLong: if it takes more than a day.
    :raises ContactElsewhere: if a contact works at another customer.
    :raises OpportunityElsewhere: if the opportunity is another customer's.
    """
    check_may(by, Act.MANAGE_VISITS)
    _check_times(details.starts_at, details.ends_at)
    _check_belongs(details.customer.pk, details.contacts, details.opportunity)
    owner = details.owner or by
    visit: Visit = Visit.objects.create(
        number=next_number("V"),
        customer=details.customer,
        opportunity=details.opportunity,
        kind=details.kind,
        purpose=details.purpose.strip(),
        place=details.place.strip(),
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        owner=owner,
        planned_at=at,
    )
    visit.contacts.set(details.contacts)
    visit.colleagues.set([each for each in details.colleagues if each != owner])
    record(
        VisitPlanned(
            visit_id=visit.pk,
            number=visit.number,
            customer_id=visit.customer_id,
            opportunity_id=visit.opportunity_id,
            owner_id=visit.owner_id,
            way=visit.kind,
            purpose=visit.purpose,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
        ),
        about=visit,
        by=by,
        at=at,
        caused_by=caused_by,
        also=concerned(visit),
    )
    return visit


def concerned(visit: Visit) -> list[Customer | Opportunity]:
    """Name what an entry about a visit concerns besides it."""
    return [visit.customer, *([visit.opportunity] if visit.opportunity else [])]


def _current(visit: Visit, field: str) -> Any:
    return set(getattr(visit, field).all()) if field in MANY else getattr(visit, field)


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: set(each or ()) if field in MANY else each for field, each in values.items()}


def _written(field: str, value: Any) -> str:
    if field in MANY:
        return ", ".join(sorted(each.name for each in value))
    return "" if value is None else str(value)


@transaction.atomic
def change(
    *,
    visit: Visit,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Visit:
    """
    Change what is known of a visit; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises NotAhead: if it is cancelled.
    :raises ContactElsewhere: if a contact works at another customer.
    :raises OpportunityElsewhere: if the opportunity is another customer's.
    """
    check_may(by, Act.MANAGE_VISITS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    visit = hold(visit)
    current = {field: _current(visit, field) for field in values}
    to = changes_to_make(current=current, before=_as_kept(before), values=_as_kept(values))
    if not to:
        return visit
    if visit.state == VisitState.CANCELLED:
        raise NotAhead
    _check_belongs(visit.customer_id, to.get("contacts", ()), to.get("opportunity"))
    plain = [field for field in to if field not in MANY]
    for field in plain:
        setattr(visit, field, to[field])
    if plain:
        visit.save(update_fields=plain)
    for field in to.keys() & set(MANY):
        getattr(visit, field).set(to[field])
    record(
        VisitChanged(
            visit_id=visit.pk,
            number=visit.number,
            customer_id=visit.customer_id,
            fields=sorted(to),
            came_from={field: _written(field, current[field]) for field in to},
            to={field: _written(field, value) for field, value in to.items()},
        ),
        about=visit,
        by=by,
        at=at,
        caused_by=caused_by,
        also=concerned(visit),
    )
    return visit


@transaction.atomic
def move(
    *,
    visit: Visit,
    before: datetime | None = None,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Visit:
    """
    Let a visit take place at another time; `before` is when the person saw it begin.

    One that was missed is planned again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises EndsTooEarly: if it would end before it begins.
    :raises TooLong: if it would take more than a day.
    :raises StaleEdit: if somebody moved it in between.
    :raises NotAhead: if it was held or cancelled.
    """
    check_may(by, Act.MANAGE_VISITS)
    _check_times(starts_at, ends_at)
    visit = hold(visit)
    came_from, ended, state = visit.starts_at, visit.ends_at, visit.state
    if before is not None and before != came_from:
        raise StaleEdit(field="starts_at", current=came_from, attempted=starts_at)
    if not visit.lies_ahead:
        raise NotAhead
    if (starts_at, ends_at) == (came_from, ended):
        return visit
    visit.starts_at, visit.ends_at, visit.state = starts_at, ends_at, VisitState.PLANNED
    visit.save(update_fields=["starts_at", "ends_at", "state"])
    record(
        VisitMoved(
            visit_id=visit.pk,
            number=visit.number,
            customer_id=visit.customer_id,
            state=state,
            came_from=came_from,
            ended=ended,
            to=starts_at,
            ends=ends_at,
        ),
        about=visit,
        by=by,
        at=at,
        caused_by=caused_by,
        also=concerned(visit),
    )
    return visit
