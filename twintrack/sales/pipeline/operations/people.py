"""Say who works on an opportunity, on our side and on the customer's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact
from twintrack.sales.pipeline.events import (
    OpportunityContactPlaced,
    OpportunityContactRemoved,
    OpportunityMemberAdded,
    OpportunityMemberRemoved,
)
from twintrack.sales.pipeline.lifecycle import Influence, Part
from twintrack.sales.pipeline.models import Opportunity, OpportunityContact, OpportunityMember
from twintrack.sales.pipeline.operations.holding import hold


class CannotJoin(Refusal):
    """The person may not see opportunities."""

    message = _("This person may not see opportunities, and cannot join the team of one.")
    status = 422


class ContactElsewhere(Refusal):
    """The contact works for another customer."""

    message = _("This contact does not work for the customer of this opportunity.")
    status = 422


@transaction.atomic
def add_member(
    *,
    opportunity: Opportunity,
    person: User,
    part: Part,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> OpportunityMember:
    """
    Let a colleague join the team of an opportunity in a part; once is enough.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CannotJoin: if the colleague may not see opportunities.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    if not may(person, Act.SEE_OPPORTUNITIES):
        raise CannotJoin
    opportunity = hold(opportunity)
    found: tuple[OpportunityMember, bool] = OpportunityMember.objects.get_or_create(
        opportunity=opportunity, person=person, part=part
    )
    member, is_new = found
    if is_new:
        record(
            OpportunityMemberAdded(
                opportunity_id=opportunity.pk,
                number=opportunity.number,
                person_id=person.pk,
                person=person.name,
                part=str(part),
            ),
            about=opportunity,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return member


@transaction.atomic
def remove_member(
    *, member: OpportunityMember, by: User, at: datetime, caused_by: Entry | None = None
) -> Opportunity:
    """
    Let a colleague leave the team of an opportunity; tasks stay with whoever has them.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    opportunity = hold(member.opportunity)
    event = OpportunityMemberRemoved(
        opportunity_id=opportunity.pk,
        number=opportunity.number,
        person_id=member.person_id,
        person=member.person.name,
        part=member.part,
    )
    member.delete()
    record(event, about=opportunity, by=by, at=at, caused_by=caused_by)
    return opportunity


@transaction.atomic
def place_contact(
    *,
    opportunity: Opportunity,
    contact: Contact,
    influence: Influence,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> OpportunityContact:
    """
    Note what a person at the customer is to the deal.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ContactElsewhere: if they work for another customer.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    opportunity = hold(opportunity)
    if contact.customer_id != opportunity.customer_id:
        raise ContactElsewhere
    known = OpportunityContact.objects.filter(opportunity=opportunity, contact=contact).first()
    if known is not None and known.influence == influence:
        return known
    placed: tuple[OpportunityContact, bool] = OpportunityContact.objects.update_or_create(
        opportunity=opportunity, contact=contact, defaults={"influence": influence}
    )
    record(
        OpportunityContactPlaced(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            contact_id=contact.pk,
            influence=str(influence),
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return placed[0]


@transaction.atomic
def remove_contact(
    *, placed: OpportunityContact, by: User, at: datetime, caused_by: Entry | None = None
) -> Opportunity:
    """
    Note that a person at the customer has nothing to do with the deal.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    opportunity = hold(placed.opportunity)
    event = OpportunityContactRemoved(
        opportunity_id=opportunity.pk, number=opportunity.number, contact_id=placed.contact_id
    )
    placed.delete()
    record(event, about=opportunity, by=by, at=at, caused_by=caused_by)
    return opportunity
