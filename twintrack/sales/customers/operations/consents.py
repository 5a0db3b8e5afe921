"""Note on which channels a person at a customer may be reached, and may not any more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.customers.events import ContactConsentNoted
from twintrack.sales.customers.models import (
    Consent,
    ConsentChannel,
    ConsentState,
    ConsentWay,
    Contact,
    Customer,
)
from twintrack.sales.customers.operations.contacts import check_known, hold_contact
from twintrack.sales.customers.queries import list_withdrawn


class ConsentImpossible(Refusal):
    """Nobody can have said that."""

    message = _("Say for which channel, whether it was given or withdrawn, and how.")
    status = 422


class ConsentAhead(Refusal):
    """What was said is noted, not what will be."""

    message = _("The day lies ahead. Note what was said already.")
    status = 422


class ConsentWithdrawn(Refusal):
    """Whoever wants not to be reached on a channel is so on a stated ground only."""

    message = _(
        "Somebody there withdrew the consent to be reached this way. Say on which ground it is "
        "done all the same; advertising is none."
    )
    status = 422


@dataclass(frozen=True, kw_only=True)
class ConsentSaid:
    """What a person said of one channel: given or withdrawn, on which day and how."""

    channel: str
    state: str
    on: date
    way: str


def check_ground(
    customer: Customer,
    ground: str,
    *,
    of: Collection[str],
    addresses: Collection[str] | None = None,
    channels: Collection[str] = (ConsentChannel.EMAIL,),
) -> str:
    """
    Give the ground on which people at a customer are reached; nothing where none is needed.

    :raises ConsentWithdrawn: if one of them withdrew the consent to one of the channels, and
        no ground `of` these is stated.
    """
    if not list_withdrawn(customer, addresses, channels=channels):
        return ""
    if ground not in of:
        raise ConsentWithdrawn
    return ground


@transaction.atomic
def note_consent(
    *,
    contact: Contact,
    said: ConsentSaid,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Consent:
    """
    Note what a person said of being reached on a channel; what was said before is kept.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PersonErased: if nothing may be known of them any more.
    :raises ConsentImpossible: if there is no such channel, state or way.
    :raises ConsentAhead: if the day lies ahead.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    known = (
        said.channel in ConsentChannel.values,
        said.state in ConsentState.values,
        said.way in ConsentWay.values,
    )
    if not all(known):
        raise ConsentImpossible
    if said.on > timezone.localdate(at):
        raise ConsentAhead
    contact = hold_contact(contact)
    check_known(contact)
    consent = Consent.objects.create(
        contact=contact,
        channel=said.channel,
        state=said.state,
        on=said.on,
        way=said.way,
        noted_by=by,
        noted_at=at,
    )
    record(
        ContactConsentNoted(
            customer_id=contact.customer_id,
            contact_id=contact.pk,
            name=contact.name,
            consent_id=consent.pk,
            channel=consent.channel,
            state=consent.state,
            on=consent.on,
            way=consent.way,
        ),
        about=contact.customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return consent
