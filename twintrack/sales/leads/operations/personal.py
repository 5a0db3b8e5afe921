"""Give out all that is known of the person of a lead, and erase it for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, redact
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import PersonErased, check_erasure
from twintrack.foundation.privacy.dossier import Dossier, make_dossier
from twintrack.foundation.privacy.spellings import check_spellings
from twintrack.foundation.privacy.traces import find_traces
from twintrack.sales.leads.events import LeadPersonErased, LeadPersonExported
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.operations.holding import hold


class IsContact(Refusal):
    """The person of the lead is a contact now, where the rest of them stands."""

    message = _("This person is a contact of the customer now. Erase the contact.")


@transaction.atomic
def export_person(*, lead: Lead, by: User, at: datetime, caused_by: Entry | None = None) -> Dossier:
    """
    Put together all that is known of a lead's person, as far as whoever asks may see it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PersonErased: if nothing is known any more.
    """
    check_may(by, Act.PROTECT_PERSONS)
    lead = hold(lead)
    if lead.person_erased_at is not None:
        raise PersonErased
    dossier = make_dossier(
        find_traces(lead), name=lead.contact_name or lead.company, for_user=by, at=at
    )
    event = LeadPersonExported(lead_id=lead.pk, number=lead.number, company=lead.company)
    record(event, about=lead, by=by, at=at, caused_by=caused_by)
    return dossier


@transaction.atomic
def erase_person(
    *,
    lead: Lead,
    typed: str,
    reason: str,
    everywhere: bool = False,
    spellings: Collection[str] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Take a lead's person out of everything that names them, for good; again, nothing changes.

    `typed` must be their name as it is written; `everywhere` also clears what may be about
    somebody else of the same name; `spellings` are short forms of it that are cleared around the
    lead.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises IsContact: if the person became a contact.
    :raises ReasonMissing: if there is no reason.
    :raises NotConfirmed: if another name was typed.
    :raises SpellingUnknown: if a spelling is no short form of the name.
    """
    lead = hold(lead)
    check_may(by, Act.PROTECT_PERSONS)
    if lead.person_erased_at is not None:
        return lead
    if lead.contact_id is not None:
        raise IsContact
    check_erasure(by=by, name=lead.contact_name or lead.company, typed=typed, reason=reason)
    traces = find_traces(lead, spellings=spellings)
    check_spellings(traces.person, spellings)
    rows = traces.clear(everywhere=everywhere, at=at)
    lead = Lead.objects.get(pk=lead.pk)
    kept = traces.person.near.without(reason.strip())
    redact(
        traces.payloads(everywhere=everywhere),
        tell=lambda entries: LeadPersonErased(
            lead_id=lead.pk,
            number=lead.number,
            company=lead.company,
            rows=rows,
            entries=entries,
            reason=kept,
        ),
        about=lead,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return lead
