"""Turn a lead into a customer with a contact and an opportunity: once, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.customers import operations as customers
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import ContactDetails, CustomerDetails
from twintrack.sales.leads.events import LeadConverted
from twintrack.sales.leads.lifecycle import State
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.operations.holding import LeadClosed, hold
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.operations import OpportunityDetails


class Acting(TypedDict):
    """Who does all of it, when, and why."""

    by: User
    at: datetime
    caused_by: Entry | None


class ConvertedAlready(Refusal):
    """Somebody was first; who, and what it became, is said."""

    message = _("This lead is converted already.")

    @classmethod
    def by(cls, lead: Lead) -> ConvertedAlready:
        """Say who converted it, and to what."""
        words = _("%(who)s converted this lead already, to %(customer)s.")
        return cls(words % {"who": lead.closed_by, "customer": lead.customer})


class ContactElsewhere(Refusal):
    """The contact works at another customer."""

    message = _("This contact belongs to another customer.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Deal:
    """The opportunity that a lead opens."""

    name: str
    amount: Decimal
    currency: str
    expected_close_on: date


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """
    What a lead becomes.

    Without a customer a new one is made of the lead's company; without a contact a new one of its
    person, if one is named; without a deal no opportunity is opened.
    """

    customer: Customer | None = None
    contact: Contact | None = None
    deal: Deal | None = None


@transaction.atomic
def convert(
    *,
    lead: Lead,
    conversion: Conversion,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Turn an open lead into a customer, a contact and an opportunity, in one transaction.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ConvertedAlready: if somebody was first.
    :raises LeadClosed: if it was given up.
    :raises ContactElsewhere: if the contact is not the customer's.
    :raises CustomerKnown: if a new customer would have the name of one that is known.
    :raises AmountImpossible: if the opportunity's amount is below nothing.
    """
    check_may(by, Act.MANAGE_LEADS)
    acting: Acting = {"by": by, "at": at, "caused_by": caused_by}
    with together():
        lead = _held(lead)
        customer = _customer(lead, conversion, acting)
        contact = _contact(lead, customer, conversion, acting)
        opportunity = _opportunity(lead, customer, conversion, acting)
        lead.state, lead.state_since, lead.closed_at, lead.closed_by = State.CONVERTED, at, at, by
        lead.customer, lead.contact, lead.opportunity = customer, contact, opportunity
        lead.save(
            update_fields=[
                *("state", "state_since", "closed_at", "closed_by"),
                *("customer", "contact", "opportunity"),
            ]
        )
        also: list[Model] = [customer] if opportunity is None else [customer, opportunity]
        record(
            LeadConverted(
                lead_id=lead.pk,
                number=lead.number,
                company=lead.company,
                customer_id=customer.pk,
                customer_number=customer.number,
                contact_id=contact.pk if contact else None,
                opportunity_id=opportunity.pk if opportunity else None,
                opportunity_number=opportunity.number if opportunity else "",
            ),
            about=lead,
            by=by,
            at=at,
            caused_by=caused_by,
            also=also,
        )
    return lead


def _held(lead: Lead) -> Lead:
    lead = hold(lead)
    if lead.state == State.CONVERTED:
        raise ConvertedAlready.by(lead)
    if not lead.is_open:
        raise LeadClosed.by(lead)
    return lead


def _customer(lead: Lead, conversion: Conversion, acting: Acting) -> Customer:
    if conversion.customer is not None:
        # Held, so that it is not merged into another one meanwhile; if it was, that one is meant.
        rows = Customer.objects.select_for_update(no_key=True)
        held: Customer = rows.get(pk=conversion.customer.pk)
        while held.merged_into_id:
            held = rows.get(pk=held.merged_into_id)
        return held
    details = CustomerDetails(name=lead.company, industry=lead.industry, region=lead.region)
    return customers.add_customer(details=details, owner=lead.owner, **acting)


def _contact(
    lead: Lead, customer: Customer, conversion: Conversion, acting: Acting
) -> Contact | None:
    if conversion.contact is not None:
        contact: Contact = Contact.objects.get(pk=conversion.contact.pk)
        if contact.customer_id != customer.pk:
            raise ContactElsewhere
        return contact
    if not lead.contact_name:
        return None
    details = ContactDetails(
        name=lead.contact_name, title=lead.contact_title, phone=lead.phone, email=lead.email
    )
    return customers.add_contact(customer=customer, details=details, **acting)


def _opportunity(
    lead: Lead, customer: Customer, conversion: Conversion, acting: Acting
) -> Opportunity | None:
    deal = conversion.deal
    if deal is None:
        return None
    details = OpportunityDetails(
        customer=customer,
        name=deal.name,
        amount=deal.amount,
        currency=deal.currency,
        expected_close_on=deal.expected_close_on,
        products=list(lead.products.all()),
        owner=lead.owner or acting["by"],
    )
    return pipeline.open_opportunity(details=details, **acting)
