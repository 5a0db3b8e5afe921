"""Give out all that is known of a person at a customer, and erase it for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, redact
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import check_erasure
from twintrack.foundation.privacy.dossier import Dossier, make_dossier
from twintrack.foundation.privacy.spellings import check_spellings
from twintrack.foundation.privacy.traces import find_traces
from twintrack.sales.customers.events import ContactErased, ContactExported
from twintrack.sales.customers.models import Contact
from twintrack.sales.customers.operations.contacts import check_known, hold_contact


@transaction.atomic
def export_contact(
    *, contact: Contact, by: User, at: datetime, caused_by: Entry | None = None
) -> Dossier:
    """
    Put together all that is known of a person, as far as whoever asks may see it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PersonErased: if nothing is known any more.
    """
    check_may(by, Act.PROTECT_PERSONS)
    contact = hold_contact(contact)
    check_known(contact)
    traces = find_traces(contact, contact.customer)
    dossier = make_dossier(traces, name=contact.name, for_user=by, at=at)
    record(
        ContactExported(customer_id=contact.customer_id, contact_id=contact.pk, name=contact.name),
        about=contact.customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return dossier


@transaction.atomic
def erase_contact(
    *,
    contact: Contact,
    typed: str,
    reason: str,
    everywhere: bool = False,
    spellings: Collection[str] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Contact:
    """
    Take a person out of everything that names them, for good; erased again, nothing changes.

    `typed` must be their name as it is written. Where somebody else is called the same, what is
    surely about this person is cleared, and the rest only if it is wanted `everywhere`. Short forms
    of the name (`spellings`) are cleared in what is about this person or their company.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if there is no reason.
    :raises NotConfirmed: if another name was typed.
    :raises SpellingUnknown: if a spelling is no short form of the name.
    """
    contact = hold_contact(contact)
    check_may(by, Act.PROTECT_PERSONS)
    if contact.erased_at is not None:
        return contact
    check_erasure(by=by, name=contact.name, typed=typed, reason=reason)
    traces = find_traces(contact, contact.customer, spellings=spellings)
    check_spellings(traces.person, spellings)
    rows = traces.clear(everywhere=everywhere, at=at)
    contact = Contact.objects.select_related("customer").get(pk=contact.pk)
    contact.is_active = False
    contact.save(update_fields=["is_active"])
    kept = traces.person.near.without(reason.strip())
    redact(
        traces.payloads(everywhere=everywhere),
        tell=lambda entries: ContactErased(
            customer_id=contact.customer_id,
            contact_id=contact.pk,
            rows=rows,
            entries=entries,
            reason=kept,
        ),
        about=contact.customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return contact
