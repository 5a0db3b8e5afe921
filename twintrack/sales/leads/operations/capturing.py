"""Take leads in, each once, and keep what is known of them right."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import hold_numbers, next_number
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import PersonErased
from twintrack.hub.products.models import Product
from twintrack.sales.leads import queries
from twintrack.sales.leads.events import LeadCaptured, LeadChanged
from twintrack.sales.leads.lifecycle import Capture, Size, Source
from twintrack.sales.leads.models import Lead, LeadWebForm
from twintrack.sales.leads.operations.choosing import Chosen, choose_owner
from twintrack.sales.leads.operations.holding import check_owner, hold_open
from twintrack.sales.leads.queries import Newcomer
from twintrack.sales.leads.traits import traits_of

CHANGEABLE = (
    "company",
    "contact_name",
    "contact_title",
    "phone",
    "email",
    "source",
    "interest",
    "region",
    "industry",
    "size",
    "products",
)
# Of these the ledger keeps that they changed, never what they say: they are about a person.
PERSONAL = frozenset({"contact_name", "contact_title", "phone", "email"})
PHONE = re.compile(r"[\d\s()+/.,;#*xX分机转-]+")


class CompanyMissing(Refusal):
    """A lead needs a company."""

    message = _("Say which company it is.")
    status = 422


class PhoneImpossible(Refusal):
    """Nobody can be called there."""

    message = _("This is no phone number: it has from 5 to 25 digits.")
    status = 422


class EmailImpossible(Refusal):
    """Nobody can be written to there."""

    message = _("This is no e-mail address.")
    status = 422


class ChoiceUnknown(Refusal):
    """A source or size that does not exist."""

    message = _("There is no such source or size.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that a lead does not have, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


class TextTooLong(Refusal):
    """More was typed than is kept."""

    message = _("This text is too long.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class LeadDetails:
    """What is known of a lead at first; without an owner the rules choose one."""

    company: str
    contact_name: str = ""
    contact_title: str = ""
    phone: str = ""
    email: str = ""
    source: str = Source.OTHER.value
    interest: str = ""
    products: Collection[Product] = ()
    region: str = ""
    industry: str = ""
    size: str = ""
    owner: User | None = None

    def texts(self) -> dict[str, str]:
        """Give what was typed, without blanks around it."""
        names = [each.name for each in fields(self) if each.name not in {"products", "owner"}]
        return {name: str(getattr(self, name)).strip() for name in names}


@dataclass(frozen=True, kw_only=True)
class Origin:
    """How a lead came in; what has an id in another system comes in once."""

    captured_by: Capture = Capture.FORM
    source: str = ""
    id: str = ""
    web_form: LeadWebForm | None = None


@transaction.atomic
def capture(
    *,
    details: LeadDetails,
    origin: Origin | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Take in a lead; what came in from another system under the same id is given as it is.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CompanyMissing: if no company is named.
    :raises PhoneImpossible: if the phone has too few or too many digits.
    :raises EmailImpossible: if the e-mail address is none.
    :raises ChoiceUnknown: if there is no such source or size.
    :raises TextTooLong: if more was typed than is kept.
    :raises OwnerUnfit: if the owner may not look after leads.
    """
    check_may(by, Act.MANAGE_LEADS)
    origin = origin or Origin()
    texts = details.texts()
    check_texts(texts)
    check_owner(details.owner)
    # Two that bring the same wait for each other here.
    hold_numbers("L")
    known = queries.find_external(origin.source, origin.id)
    if known is not None:
        return known
    traits = traits_of(texts, [each.code for each in details.products])
    newcomer = Newcomer(company=texts["company"], phone=texts["phone"], email=texts["email"])
    chosen = Chosen(person=details.owner)
    if chosen.person is None:
        chosen = choose_owner(traits, newcomer, at=at)
    lead = Lead.objects.create(
        **texts,
        number=next_number("L"),
        owner=chosen.person,
        chosen_by=chosen.rule,
        state_since=at,
        points=queries.points_by(traits, queries.active_rules()),
        created_at=at,
        created_by=by,
        captured_by=origin.captured_by,
        due_at=queries.answer_due(at),
        web_form=origin.web_form,
        external_source=origin.source if origin.id else "",
        external_id=origin.id,
    )
    lead.products.set(details.products)
    record(
        LeadCaptured(
            lead_id=lead.pk,
            number=lead.number,
            company=lead.company,
            captured_by=lead.captured_by,
            source=lead.source,
            owner_id=lead.owner_id,
            owner_name=lead.owner.name if lead.owner else "",
            **chosen.told(),
        ),
        about=lead,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[lead.owner] if lead.owner else [],
    )
    return lead


def check_texts(texts: Mapping[str, str]) -> None:
    """
    Refuse what makes no lead; see `capture`.

    :raises Refusal: one that says what is wrong.
    """
    if "company" in texts and not texts["company"]:
        raise CompanyMissing
    for name, text in texts.items():
        longest = Lead._meta.get_field(name).max_length  # type: ignore[union-attr]
        if longest and len(text) > longest:
            raise TextTooLong
    _check_phone(texts.get("phone", ""))
    if texts.get("email"):
        try:
            validate_email(texts["email"])
        except ValidationError:
            raise EmailImpossible from None
    if texts.get("source", Source.OTHER) not in Source.values:
        raise ChoiceUnknown
    if texts.get("size", "") not in {"", *Size.values}:
        raise ChoiceUnknown


def _check_phone(phone: str) -> None:
    digits = sum(each.isdecimal() for each in phone)
    if phone and not (PHONE.fullmatch(phone) and 5 <= digits <= 25):
        raise PhoneImpossible


@transaction.atomic
def change(
    *,
    lead: Lead,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Change what is known of an open lead; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises LeadClosed: if it has ended.
    :raises PersonErased: if nothing may be known of the person any more.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises Refusal: as `capture` does, for what makes no lead.
    """
    check_may(by, Act.MANAGE_LEADS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    lead = hold_open(lead)
    if lead.person_erased_at is not None and set(values) & PERSONAL:
        raise PersonErased
    current = {name: _current(lead, name) for name in values}
    to = changes_to_make(current=current, before=_as_kept(before), values=_as_kept(values))
    if not to:
        return lead
    plain = {name: value for name, value in to.items() if name != "products"}
    check_texts(plain)
    for name, value in plain.items():
        setattr(lead, name, value)
    products = to.get("products", set(lead.products.all()))
    traits = traits_of(vars(lead), [each.code for each in products])
    lead.points = queries.points_by(traits, queries.active_rules())
    lead.save(update_fields=[*plain, "points"])
    if "products" in to:
        lead.products.set(products)
    told = sorted(set(to) - PERSONAL)
    record(
        LeadChanged(
            lead_id=lead.pk,
            number=lead.number,
            company=lead.company,
            fields=sorted(to),
            came_from={name: _written(current[name]) for name in told},
            to={name: _written(to[name]) for name in told},
        ),
        about=lead,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return lead


def _current(lead: Lead, name: str) -> Any:
    return set(lead.products.all()) if name == "products" else getattr(lead, name)


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: set(value) if name == "products" else str(value).strip()
        for name, value in values.items()
    }


def _written(value: Any) -> str:
    return ", ".join(sorted(each.code for each in value)) if isinstance(value, set) else value
