"""Take in what another system sends: once, never an older state over a newer one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Channel, Feedback
from twintrack.sales.feedback.operations import Said
from twintrack.sales.feedback.queries import edited_here, find_external
from twintrack.sales.intake.answers import TOO_LARGE, answer_to, status_of
from twintrack.sales.intake.events import InboundDeliveredAgain, InboundReceived
from twintrack.sales.intake.fields import BY_CODE, CHANGED_AT
from twintrack.sales.intake.lifecycle import DeliveryOutcome, Outcome
from twintrack.sales.intake.models import Delivery, HeldRow, InboundSource, product_key
from twintrack.sales.intake.operations.inbound import SourceRevoked
from twintrack.sales.intake.paths import clean, extract_all
from twintrack.sales.intake.problems import problem
from twintrack.sales.intake.resolving import Read, Reader, fingerprint, wrong_moment
from twintrack.sales.intake.sampling import MOST_BYTES
from twintrack.sales.intake.values import moment

# What is kept of a body that is too large to be read.
KEPT_BODY = 20_000
# Fields that are named when there are none such; the rest of them says nothing new.
MOST_UNKNOWN = 20
UPDATED = CHANGED_AT.code
OWN_FIELDS = frozenset(BY_CODE) | {UPDATED}
CHANGED = ("title", "verbatim", "contact", "occurred_at", "source_url")
PARTS = ("module", "version")
CLASSED = ("kind", "severity", "module", "version")


class NotRepeatable(Refusal):
    """A delivery became feedback already, or was not kept whole."""

    message = _("This delivery cannot be let in again.")


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a body says, by field; or why it says nothing."""

    values: Mapping[str, str]
    problems: tuple[dict[str, str], ...] = ()
    external_id: str = ""
    updated_at: datetime | None = None


def unpack(body: bytes, source: InboundSource, *, at: datetime) -> Parcel:
    """Read a body by the address's template, or as our own format, which knows its fields."""
    if len(body) > MOST_BYTES:
        return Parcel(values={}, problems=(problem(TOO_LARGE),))
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return Parcel(values={}, problems=(problem("not_json"),))
    if not isinstance(told, dict):
        return Parcel(values={}, problems=(problem("not_one_object"),))
    if source.paths:
        values = extract_all(
            told, paths=source.paths, defaults=source.defaults, value_maps=source.value_maps
        )
        return _parcel(values, source, at)
    unknown = sorted(set(told) - OWN_FIELDS)
    if unknown:
        problems = (problem("unknown_field", "", clean(each)) for each in unknown[:MOST_UNKNOWN])
        return Parcel(values={}, problems=tuple(problems))
    values = {code: _text(value) for code, value in told.items() if value not in (None, "")}
    return _parcel({**source.defaults, **values}, source, at)


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return clean(text)


def _parcel(values: dict[str, str], source: InboundSource, at: datetime) -> Parcel:
    text = values.pop(UPDATED, "")
    updated_at = moment(text, zone=ZoneInfo(source.acts_as.time_zone), at=at) if text else None
    wrong = wrong_moment(UPDATED, text, updated_at) if text else None
    return Parcel(
        values=values,
        problems=(wrong,) if wrong else (),
        external_id=values.get("external_id", "")[:120] or fingerprint(values),
        # A clock there that is ahead must not make all that follows older.
        updated_at=min(updated_at, at) if updated_at else None,
    )


@transaction.atomic
def receive(
    *, source: InboundSource, body: bytes, by: User, at: datetime, caused_by: Entry | None = None
) -> Delivery:
    """
    Record, update, hold or refuse what another system sent; each delivery is kept in the log.

    :raises NotAllowed: if the address may not record feedback.
    :raises SourceRevoked: if the address takes nothing any more.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    # One delivery of an address at a time: two with the same number are the same feedback.
    source = InboundSource.objects.select_for_update(no_key=True).get(pk=source.pk)
    if source.revoked_at is not None:
        raise SourceRevoked
    parcel = unpack(body, source, at=at)
    delivery = Delivery(
        source=source,
        received_at=at,
        external_id=parcel.external_id,
        body=_kept(body),
        size=len(body),
    )
    _take_in(delivery, parcel, by=by, at=at, caused_by=caused_by)
    source.last_used_at = at
    source.save(update_fields=["last_used_at"])
    record(
        InboundReceived(
            source_id=source.pk,
            name=source.name,
            outcome=delivery.outcome,
            external_id=delivery.external_id,
            delivery_id=delivery.pk,
        ),
        about=source,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return delivery


def _kept(body: bytes) -> str:
    whole = body if len(body) <= MOST_BYTES else body[:KEPT_BODY]
    return whole.decode(json.detect_encoding(whole), "replace").replace("\x00", "")


@transaction.atomic
def deliver_again(
    *, delivery: Delivery, by: User, at: datetime, caused_by: Entry | None = None
) -> Delivery:
    """
    Let in once more what was refused or held, as the address reads it now.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SourceRevoked: if the address takes nothing any more.
    :raises NotRepeatable: if it became feedback, or was not kept whole.
    """
    check_may(by, Act.MANAGE_INBOUND)
    source = InboundSource.objects.select_for_update(no_key=True).get(pk=delivery.source_id)
    if source.revoked_at is not None:
        raise SourceRevoked
    if not delivery.may_be_repeated:
        raise NotRepeatable
    parcel = unpack(delivery.body.encode(), source, at=at)
    again = Delivery(
        source=source,
        received_at=at,
        external_id=parcel.external_id,
        body=delivery.body,
        size=delivery.size,
        again_of=delivery,
    )
    _take_in(again, parcel, by=source.acts_as, at=at, caused_by=caused_by)
    record(
        InboundDeliveredAgain(
            source_id=source.pk,
            name=source.name,
            outcome=again.outcome,
            external_id=again.external_id,
            delivery_id=again.pk,
            again_of=delivery.pk,
        ),
        about=source,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return again


def _take_in(
    delivery: Delivery, parcel: Parcel, *, by: User, at: datetime, caused_by: Entry | None
) -> None:
    origin = delivery.source.origin
    reader = Reader(by=by, at=at, decisions={}, source=origin)
    read = Read(refused=list(parcel.problems))
    if not parcel.problems:
        read = reader.read(parcel.values, parcel.external_id)
    known = find_external(source=origin, ids=[parcel.external_id])
    if read.refused:
        delivery.outcome, delivery.problems = DeliveryOutcome.REFUSED, read.refused
    elif parcel.external_id in known:
        known_one = Feedback.objects.select_for_update(no_key=True).get(
            pk=known[parcel.external_id]
        )
        delivery.feedback = known_one
        delivery.problems = read.held
        delivery.outcome = _update(
            known_one, delivery, read.said, parcel, by=by, at=at, caused_by=caused_by
        )
    elif read.said is not None:
        said = dated(read.said, parcel)
        delivery.feedback = feedback_operations.record(said=said, by=by, at=at, caused_by=caused_by)
        delivery.outcome = DeliveryOutcome.RECORDED
        _waiting(delivery).update(outcome=Outcome.RECORDED, feedback=delivery.feedback)
    else:
        delivery.outcome, delivery.problems = DeliveryOutcome.HELD, read.held
        _hold(delivery, parcel, at)
    # What is told names the delivery, so it must be there first.
    delivery.save()
    delivery.status, delivery.answer = status_of(delivery), answer_to(delivery)
    delivery.save(update_fields=["status", "answer"])


def dated(said: Said, parcel: Parcel) -> Said:
    """Give what is said as it is recorded: with its date there, and the channel it came by."""
    channel = said.channel if parcel.values.get("channel") else Channel.API
    return replace(said, channel=channel, source_updated_at=parcel.updated_at)


def _update(
    feedback: Feedback,
    delivery: Delivery,
    said: Said | None,
    parcel: Parcel,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> DeliveryOutcome:
    """Bring known feedback up to date, unless what came is not newer than what is known."""
    before, now = feedback.source_updated_at, parcel.updated_at
    if now is None or (before is not None and now <= before):
        is_older = before is not None and now is not None and now < before
        return DeliveryOutcome.OLDER if is_older else DeliveryOutcome.KNOWN
    if said is None:
        return DeliveryOutcome.KNOWN
    changes = _changes(feedback, said, set(parcel.values))
    ours = edited_here(feedback, besides=by) & changes.keys()
    # What a person corrected here is never overwritten from outside.
    delivery.problems = [problem("ours_kept", name) for name in sorted(ours)]
    wanted = {name: value for name, value in changes.items() if name not in ours}
    words = {name: value for name, value in wanted.items() if name in CHANGED}
    classes = {name: value for name, value in wanted.items() if name in CLASSED}
    feedback_operations.change(
        feedback=feedback,
        changes={**words, "source_updated_at": now},
        by=by,
        at=at,
        caused_by=caused_by,
    )
    feedback_operations.reclassify(
        feedback=feedback, changes=classes, by=by, at=at, caused_by=caused_by
    )
    return DeliveryOutcome.UPDATED


def _changes(feedback: Feedback, said: Said, given: set[str]) -> dict[str, Any]:
    told = vars(said)
    changes = {name: told[name] for name in CHANGED if name in given and told[name]}
    changes |= {name: told[name] for name in CLASSED if name in given}
    if said.product != feedback.product:
        # Its parts are of another product: the move to it is a person's to make.
        changes = {name: each for name, each in changes.items() if name not in PARTS}
    return {name: value for name, value in changes.items() if getattr(feedback, name) != value}


def _waiting(delivery: Delivery) -> QuerySet[HeldRow]:
    return HeldRow.objects.filter(
        run=None,
        source=delivery.source.origin,
        external_id=delivery.external_id,
        outcome=Outcome.HELD,
    )


def _hold(delivery: Delivery, parcel: Parcel, at: datetime) -> None:
    """Let what came wait, in the place of an older state that waits already."""
    values = {**parcel.values, UPDATED: _written(parcel.updated_at)}
    waiting = _waiting(delivery).first() or HeldRow(
        source=delivery.source.origin, external_id=parcel.external_id, held_at=at
    )
    if waiting.values.get(UPDATED, "") > values[UPDATED]:
        delivery.outcome = DeliveryOutcome.OLDER
        return
    delivery.save()
    waiting.delivery, waiting.values, waiting.problems = delivery, values, delivery.problems
    waiting.product_key = product_key(values.get("product", ""))
    waiting.save()


def _written(moment_there: datetime | None) -> str:
    # In one zone, so that texts compare as the moments do.
    return moment_there.astimezone(UTC).isoformat() if moment_there else ""
