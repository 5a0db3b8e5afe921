"""Write down what customers said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.files.operations import attach
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.objects.numbering import next_numbers
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.sales.customers import operations as customers
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.feedback.events import FeedbackRecorded
from twintrack.sales.feedback.models import Channel, Feedback, Kind, Severity
from twintrack.sales.feedback.origins import lead_from

# A title may be so long, and one taken from what was said so long before it is shortened: a
# Chinese sign says more than a letter.
TITLE_LENGTH = 200
CHINESE_LENGTH = 80
# What `Said` holds besides columns of the table.
NOT_COLUMNS = frozenset({"also_products", "occurred_at", "owner", "title"})


class NothingSaid(Refusal):
    """Feedback without words."""

    message = _("Write down what the customer said.")
    status = 422


class OtherProduct(Refusal):
    """The module or version belongs to another product."""

    message = _("This module or version belongs to another product.")
    status = 422


class OtherCustomer(Refusal):
    """The contact works at another customer."""

    message = _("This contact works at another customer.")
    status = 422


class NotYetHappened(Refusal):
    """What a customer said cannot lie in the future."""

    message = _("This day lies in the future. Choose when the customer said it.")
    status = 422


class StrangerNamed(Refusal):
    """Whoever may not add customers named a customer or contact that is not known."""

    message = _("Your roles do not let you add customers or contacts. Choose one that is known.")
    status = 422


class KnownElsewhere(Refusal):
    """The number that another system gave is taken by feedback which the person may not see."""

    message = _("This number of the other system is taken already.")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a customer said, about what, when, and where it comes from."""

    customer: Customer
    product: Product
    verbatim: str
    kind: str = Kind.COMPLAINT
    severity: str = Severity.MAJOR
    channel: str = Channel.OTHER
    title: str = ""
    contact: Contact | None = None
    also_products: Sequence[Product] = ()
    module: Module | None = None
    version: Version | None = None
    # Nothing: when it is written down.
    occurred_at: datetime | None = None
    # Nothing: whoever writes it down.
    owner: User | None = None
    source: str = ""
    source_url: str = ""
    external_id: str = ""
    source_updated_at: datetime | None = None


# A full stop ends a sentence; a point within a number or a name, such as 3.3 or run.sh, does not.
SENTENCE = re.compile(r"[。！？]|[.!?](?=\s|$)")

CLAUSE = re.compile(r"[，、；：]|[,;:](?=\s)|\s[–—-]\s")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def title_of(verbatim: str) -> str:
    """Take the first sentence of what was said as its title; a very long one to where it pauses."""
    first = verbatim.strip().splitlines()[0] if verbatim.strip() else ""
    first = SENTENCE.split(first, maxsplit=1)[0]
    room = CHINESE_LENGTH if CHINESE.search(first) else TITLE_LENGTH
    return first if len(first) <= room else _shortened(first, room)


def _shortened(sentence: str, room: int) -> str:
    """Cut at the end of a clause, else of a word; in the midst of one only where there is none."""
    cut = sentence[: room - 1]
    clauses = [found.start() for found in CLAUSE.finditer(cut)]
    if clauses and clauses[-1] > room // 3:
        return cut[: clauses[-1]].rstrip()
    head, space, _rest = cut.rpartition(" ")
    return f"{head if space and len(head) > room // 3 else cut}…"


def check_said(said: Said, *, at: datetime) -> None:
    """
    Refuse what cannot have been said.

    :raises NothingSaid: if there are no words.
    :raises OtherProduct: if the module or version is another product's.
    :raises OtherCustomer: if the contact is another customer's.
    :raises NotYetHappened: if it lies in the future.
    """
    if not said.verbatim.strip():
        raise NothingSaid
    for part in (said.module, said.version):
        if part is not None and part.product_id != said.product.pk:
            raise OtherProduct
    if said.contact is not None and said.contact.customer_id != said.customer.pk:
        raise OtherCustomer
    if said.occurred_at is not None and said.occurred_at > at:
        raise NotYetHappened


@transaction.atomic
def record(*, said: Said, by: User, at: datetime, caused_by: Entry | None = None) -> Feedback:
    """
    Write down what a customer said; what another system sends again changes nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NothingSaid: if there are no words.
    :raises OtherProduct: if the module or version is another product's.
    :raises OtherCustomer: if the contact is another customer's.
    :raises NotYetHappened: if it lies in the future.
    :raises KnownElsewhere: if it is known where the person may not see it.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    check_said(said, at=at)
    known = _known(said)
    if known is not None:
        if not Feedback.objects.visible_to(by).filter(pk=known.pk).exists():
            raise KnownElsewhere
        return known
    return record_all(said=[said], by=by, at=at, caused_by=caused_by)[0]


@transaction.atomic
def record_all(
    *, said: Sequence[Said], by: User, at: datetime, caused_by: Entry | None = None
) -> list[Feedback]:
    """
    Write down many at once; each must be one that `check_said` lets through and nobody knows.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    numbers = next_numbers("FB", len(said))
    rows = [_row(one, number, by, at) for one, number in zip(said, numbers, strict=True)]
    made = Feedback.objects.bulk_create(rows, batch_size=500)
    _add_products(made, said)
    record_many(
        (
            Record(
                event=_recorded(feedback, one),
                about=feedback,
                also=[one.customer, one.product, *one.also_products],
            )
            for feedback, one in zip(made, said, strict=True)
        ),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return made


def _row(said: Said, number: str, by: User, at: datetime) -> Feedback:
    columns = {
        each.name: getattr(said, each.name) for each in fields(said) if each.name not in NOT_COLUMNS
    }
    return Feedback(
        number=number,
        title=said.title.strip() or title_of(said.verbatim) or "—",
        occurred_at=said.occurred_at or at,
        owner=said.owner or by,
        recorded_by=by,
        recorded_at=at,
        **columns,
    )


def _add_products(made: Sequence[Feedback], said: Sequence[Said]) -> None:
    through = Feedback.also_products.through
    through.objects.bulk_create(
        [
            through(feedback_id=feedback.pk, product_id=product.pk)
            for feedback, one in zip(made, said, strict=True)
            for product in {each.pk: each for each in one.also_products}.values()
            if product.pk != feedback.product_id
        ],
        batch_size=1000,
    )


def _recorded(feedback: Feedback, said: Said) -> FeedbackRecorded:
    return FeedbackRecorded(
        feedback_id=feedback.pk,
        number=feedback.number,
        customer_id=feedback.customer_id,
        product_id=feedback.product_id,
        feedback_kind=feedback.kind,
        severity=feedback.severity,
        title=feedback.title,
        channel=feedback.channel,
        source=feedback.source,
        occurred_at=feedback.occurred_at,
        also_product_ids=[each.pk for each in said.also_products],
    )


@transaction.atomic
def record_with_files(
    *,
    said: Said,
    files: Sequence[UploadedFile],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Write down what a customer said together with what they showed: all of it or nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FileTooLarge: if a file is larger than this installation allows.
    """
    feedback = record(said=said, by=by, at=at, caused_by=caused_by)
    for uploaded in files:
        attach(uploaded=uploaded, about=feedback, by=by, at=at, caused_by=caused_by)
    return feedback


@transaction.atomic
def capture(
    *,
    customer: Customer | str,
    contact: str,
    words: Mapping[str, Any],
    files: Sequence[UploadedFile],
    origin: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Write down what a customer said, who may be named for the first time: all of it or nothing.

    `words` holds what `Said` has besides customer and contact; `origin` says from where it was
    opened, such as `visit:V-12`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StrangerNamed: if they may not add the customer or contact.
    """
    known = customer if isinstance(customer, Customer) else _customer(customer, by=by, at=at)
    person = _contact(known, contact, by=by, at=at) if contact.strip() else None
    said = Said(customer=known, contact=person, **words)
    feedback = record_with_files(said=said, files=files, by=by, at=at, caused_by=caused_by)
    lead_from(origin, feedback, by=by, at=at)
    return feedback


def _customer(name: str, *, by: User, at: datetime) -> Customer:
    known: Customer | None = Customer.objects.filter(name__iexact=name.strip()).first()
    if known is not None:
        return known
    if not may(by, Act.MANAGE_CUSTOMERS):
        raise StrangerNamed
    details = customers.CustomerDetails(name=name.strip()[:120])
    return customers.add_customer(details=details, by=by, at=at)


def _contact(customer: Customer, name: str, *, by: User, at: datetime) -> Contact:
    known = Contact.objects.filter(customer=customer, name__iexact=name.strip()).first()
    if known is not None:
        return known
    if not may(by, Act.MANAGE_CUSTOMERS):
        raise StrangerNamed
    details = customers.ContactDetails(name=name.strip()[:80])
    return customers.add_contact(customer=customer, details=details, by=by, at=at)


def _known(said: Said) -> Feedback | None:
    if not said.external_id:
        return None
    found: Feedback | None = Feedback.objects.filter(
        source=said.source, external_id=said.external_id
    ).first()
    return found
