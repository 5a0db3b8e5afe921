"""Give leads to people: one, several, or as the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record, record_many
from twintrack.foundation.people.models import User
from twintrack.sales.leads import queries
from twintrack.sales.leads.events import LeadAssigned
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.operations.choosing import Chosen, choose_owner
from twintrack.sales.leads.operations.holding import check_owner, hold_all, hold_open
from twintrack.sales.leads.queries import Newcomer


def _assigned(lead: Lead, chosen: Chosen) -> Record:
    """Give a lead to whom was chosen, and say how it is told."""
    assert chosen.person
    came_from = lead.owner
    lead.owner, lead.chosen_by = chosen.person, chosen.rule
    lead.save(update_fields=["owner", "chosen_by"])
    event = LeadAssigned(
        lead_id=lead.pk,
        number=lead.number,
        company=lead.company,
        came_from_id=came_from.pk if came_from else None,
        came_from_name=came_from.name if came_from else "",
        to_id=chosen.person.pk,
        to_name=chosen.person.name,
        **chosen.told(),
    )
    people = [each for each in (came_from, chosen.person) if each is not None]
    return Record(event=event, about=lead, also=people)


@transaction.atomic
def assign(
    *,
    lead: Lead,
    before: User | None,
    to: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Let somebody look after an open lead; `before` is the owner the person saw, if any.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OwnerUnfit: if the new owner may not look after leads.
    :raises LeadClosed: if it has ended.
    :raises StaleEdit: if somebody else got it in between.
    """
    check_may(by, Act.MANAGE_LEADS)
    check_owner(to)
    lead = hold_open(lead)
    if lead.owner == to:
        return lead
    if lead.owner != before:
        raise StaleEdit(field="owner", current=lead.owner, attempted=to)
    told = _assigned(lead, Chosen(person=to))
    record(told.event, about=lead, by=by, at=at, caused_by=caused_by, also=told.also)
    return lead


@transaction.atomic
def assign_several(
    *,
    leads: Sequence[Lead],
    to: User | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[Lead]:
    """
    Give several leads to one person, or to whom the rules choose; gives those that moved.

    Closed ones, and those for which no rule fits, stay as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OwnerUnfit: if the new owner may not look after leads.
    """
    check_may(by, Act.MANAGE_LEADS)
    check_owner(to)
    open_ones = [each for each in hold_all(leads) if each.is_open]
    traits = {} if to else queries.traits_of_leads(open_ones)
    told = []
    for lead in open_ones:
        chosen = Chosen(person=to)
        if to is None:
            newcomer = Newcomer(company=lead.company, phone=lead.phone, email=lead.email)
            chosen = choose_owner(traits[lead.pk], newcomer, at=at)
        if chosen.person and chosen.person != lead.owner:
            told.append(_assigned(lead, chosen))
    record_many(told, by=by, at=at, caused_by=caused_by)
    moved = {each.about.pk for each in told}
    return [each for each in open_ones if each.pk in moved]
