"""What a delivery would become by a template, without writing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations import Said
from twintrack.sales.feedback.queries import find_external
from twintrack.sales.intake.lifecycle import DeliveryOutcome
from twintrack.sales.intake.models import InboundSource
from twintrack.sales.intake.operations import Template, dated, unpack
from twintrack.sales.intake.problems import tell
from twintrack.sales.intake.resolving import Read, Reader


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What would become of a delivery: the outcome, the feedback, and what is wrong by field."""

    outcome: DeliveryOutcome
    values: Mapping[str, str]
    said: Said | None
    wrong: Mapping[str, list[str]]
    external_id: str
    updated_at: datetime | None
    # The feedback that it is already.
    known_pk: int | None = None


def try_out(body: bytes, *, source: InboundSource, template: Template, at: datetime) -> Trial:
    """Read a body by a template as a delivery to the address would be read."""
    probe = InboundSource(origin=source.origin, acts_as=source.acts_as, **template.columns())
    parcel = unpack(body, probe, at=at)
    read = Read(refused=list(parcel.problems))
    if not parcel.problems:
        reader = Reader(by=source.acts_as, at=at, decisions={}, source=source.origin, is_trial=True)
        read = reader.read(parcel.values, parcel.external_id)
    wrong: dict[str, list[str]] = {}
    for each in [*read.refused, *read.held]:
        wrong.setdefault(each["field"], []).append(tell(each))
    known_pk = find_external(source=source.origin, ids=[parcel.external_id]).get(parcel.external_id)
    return Trial(
        outcome=_outcome(read, known_pk, parcel.updated_at),
        values=parcel.values,
        said=dated(read.said, parcel) if read.said else None,
        wrong=wrong,
        external_id=parcel.external_id,
        updated_at=parcel.updated_at,
        known_pk=known_pk,
    )


def _outcome(read: Read, known_pk: int | None, updated_at: datetime | None) -> DeliveryOutcome:
    if read.refused:
        return DeliveryOutcome.REFUSED
    if known_pk is not None:
        before = Feedback.objects.values_list("source_updated_at", flat=True).get(pk=known_pk)
        if updated_at is None or (before is not None and updated_at <= before):
            is_older = before is not None and updated_at is not None and updated_at < before
            return DeliveryOutcome.OLDER if is_older else DeliveryOutcome.KNOWN
        return DeliveryOutcome.UPDATED if read.said else DeliveryOutcome.KNOWN
    return DeliveryOutcome.RECORDED if read.said else DeliveryOutcome.HELD
