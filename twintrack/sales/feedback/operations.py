"""Write down what customers said, and follow it to its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.operations import attach
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record as record_entry
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.events import FeedbackMoved, FeedbackRecorded
from twintrack.sales.feedback.lifecycle import NEXT_STATES, State
from twintrack.sales.feedback.models import Feedback, Kind, Severity

TITLE_LENGTH = 60


class NothingSaid(Refusal):
    """Feedback without words."""

    message = _("Write down what the customer said.")
    status = 422


class OtherProduct(Refusal):
    """The module or version belongs to another product."""

    message = _("This module or version belongs to another product.")
    status = 422


class StateNotReachable(Refusal):
    """The state asked for does not follow the present one."""

    message = _("This step does not follow the present one. Somebody may have moved it already.")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a customer said, about what, and where it comes from."""

    customer: Customer
    product: Product
    verbatim: str
    kind: str = Kind.COMPLAINT
    severity: str = Severity.MAJOR
    title: str = ""
    module: Module | None = None
    version: Version | None = None
    source: str = ""
    external_id: str = ""


def title_of(verbatim: str) -> str:
    """Take the first sentence of what was said as its title."""
    first = verbatim.strip().splitlines()[0] if verbatim.strip() else ""
    for end in "。！？.!?":
        if end in first:
            first = first[: first.index(end)]
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


@transaction.atomic
def record(*, said: Said, by: User, at: datetime, caused_by: Entry | None = None) -> Feedback:
    """
    Write down what a customer said; what another system sends again changes nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NothingSaid: if there are no words.
    :raises OtherProduct: if the module or version is another product's.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    if not said.verbatim.strip():
        raise NothingSaid
    for part in (said.module, said.version):
        if part is not None and part.product_id != said.product.pk:
            raise OtherProduct
    known = _known(said)
    if known is not None:
        return known
    feedback: Feedback = Feedback.objects.create(
        number=next_number("FB"),
        recorded_by=by,
        recorded_at=at,
        **{**vars(said), "title": said.title.strip() or title_of(said.verbatim) or "—"},
    )
    record_entry(
        FeedbackRecorded(
            feedback_id=feedback.pk,
            number=feedback.number,
            customer_id=feedback.customer_id,
            product_id=feedback.product_id,
            feedback_kind=feedback.kind,
            severity=feedback.severity,
            title=feedback.title,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[said.customer, said.product],
    )
    return feedback


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


def _known(said: Said) -> Feedback | None:
    if not said.external_id:
        return None
    found: Feedback | None = Feedback.objects.filter(
        source=said.source, external_id=said.external_id
    ).first()
    return found


@transaction.atomic
def move(
    *, feedback: Feedback, to: State, by: User, at: datetime, caused_by: Entry | None = None
) -> Feedback:
    """
    Bring feedback into one of its next states.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that state does not follow the present one.
    """
    check_may(by, Act.USE)
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    came_from = State(feedback.state)
    if to not in NEXT_STATES.get(came_from, ()):
        raise StateNotReachable
    feedback.state = to
    feedback.save(update_fields=["state"])
    record_entry(
        FeedbackMoved(
            feedback_id=feedback.pk,
            number=feedback.number,
            came_from=came_from.value,
            to=to.value,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return feedback
