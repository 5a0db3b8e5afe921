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

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Channel, Feedback
from twintrack.sales.feedback.operations import Said
from twintrack.sales.feedback.queries import edited_here, find_external
from twintrack.sales.intake.events import InboundReceived
from twintrack.sales.intake.fields import BY_CODE
from twintrack.sales.intake.lifecycle import DeliveryOutcome, Outcome
from twintrack.sales.intake.models import Delivery, HeldRow, InboundSource
from twintrack.sales.intake.operations.inbound import SourceRevoked
from twintrack.sales.intake.paths import extract_all
from twintrack.sales.intake.problems import problem
from twintrack.sales.intake.resolving import Read, Reader, fingerprint
from twintrack.sales.intake.values import moment

KEPT_BODY = 20_000
UPDATED = "updated_at"
OWN_FIELDS = frozenset(BY_CODE) | {UPDATED}
CHANGED = ("title", "verbatim", "contact", "occurred_at", "source_url")
PARTS = ("module", "version")
CLASSED = ("kind", "severity", "module", "version")


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a body says, by field; or why it says nothing."""

    values: Mapping[str, str]
    problems: tuple[dict[str, str], ...] = ()
    external_id: str = ""
    updated_at: datetime | None = None


def unpack(body: bytes, source: InboundSource, *, at: datetime) -> Parcel:
    """Read a body by the address's template, or as our own format, which knows its fields."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return Parcel(values={}, problems=(problem("not_json"),))
    if source.paths:
        values = extract_all(
            told, paths=source.paths, defaults=source.defaults, value_maps=source.value_maps
        )
        return _parcel(values, source, at)
    if not isinstance(told, dict):
        return Parcel(values={}, problems=(problem("not_an_object"),))
    unknown = sorted(set(told) - OWN_FIELDS)
    if unknown:
        return Parcel(
            values={}, problems=tuple(problem("unknown_field", "", str(each)) for each in unknown)
        )
    values = {code: _text(value) for code, value in told.items() if value not in (None, "")}
    return _parcel({**source.defaults, **values}, source, at)


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\x00", "").strip()


def _parcel(values: dict[str, str], source: InboundSource, at: datetime) -> Parcel:
    text = values.pop(UPDATED, "")
    updated_at = moment(text, zone=ZoneInfo(source.acts_as.time_zone), at=at) if text else None
    problems = (problem("no_moment", UPDATED, text),) if text and not updated_at else ()
    return Parcel(
        values=values,
        problems=problems,
        external_id=values.get("external_id", "")[:120] or fingerprint(values),
        updated_at=updated_at,
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
    source = InboundSource.objects.select_for_update().get(pk=source.pk)
    if source.revoked_at is not None:
        raise SourceRevoked
    parcel = unpack(body, source, at=at)
    delivery = Delivery(
        source=source,
        received_at=at,
        external_id=parcel.external_id,
        body=body[:KEPT_BODY].decode("utf-8", "replace").replace("\x00", ""),
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


def _take_in(
    delivery: Delivery, parcel: Parcel, *, by: User, at: datetime, caused_by: Entry | None
) -> None:
    reader = Reader(by=by, at=at, decisions={}, source=delivery.source.name)
    read = Read(refused=list(parcel.problems))
    if not parcel.problems:
        read = reader.read(parcel.values, parcel.external_id)
    known = find_external(source=delivery.source.name, ids=[parcel.external_id])
    if read.refused:
        delivery.outcome, delivery.problems = DeliveryOutcome.REFUSED, read.refused
    elif parcel.external_id in known:
        known_one = Feedback.objects.select_for_update().get(pk=known[parcel.external_id])
        delivery.feedback = known_one
        delivery.problems = read.held
        delivery.outcome = _update(
            known_one, delivery, read.said, parcel, by=by, at=at, caused_by=caused_by
        )
    elif read.said is not None:
        said = _dated(read.said, parcel)
        delivery.feedback = feedback_operations.record(said=said, by=by, at=at, caused_by=caused_by)
        delivery.outcome = DeliveryOutcome.RECORDED
        _waiting(delivery).update(outcome=Outcome.RECORDED, feedback=delivery.feedback)
    else:
        delivery.outcome, delivery.problems = DeliveryOutcome.HELD, read.held
        _hold(delivery, parcel, at)
    delivery.save()


def _dated(said: Said, parcel: Parcel) -> Said:
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
        source=delivery.source.name,
        external_id=delivery.external_id,
        outcome=Outcome.HELD,
    )


def _hold(delivery: Delivery, parcel: Parcel, at: datetime) -> None:
    """Let what came wait, in the place of an older state that waits already."""
    values = {**parcel.values, UPDATED: _written(parcel.updated_at)}
    waiting = _waiting(delivery).first() or HeldRow(
        source=delivery.source.name, external_id=parcel.external_id, held_at=at
    )
    if waiting.values.get(UPDATED, "") > values[UPDATED]:
        delivery.outcome = DeliveryOutcome.OLDER
        return
    delivery.save()
    waiting.delivery, waiting.values, waiting.problems = delivery, values, delivery.problems
    waiting.save()


def _written(moment_there: datetime | None) -> str:
    # In one zone, so that texts compare as the moments do.
    return moment_there.astimezone(UTC).isoformat() if moment_there else ""
