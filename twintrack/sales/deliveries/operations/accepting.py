"""What the customer found of deliverables, signed; and an acceptance that does not count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.files.operations import attach
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.events import AcceptanceWithdrawn, DeliveryAccepted
from twintrack.sales.deliveries.lifecycle import AcceptedHow, DeliverableState, Outcome
from twintrack.sales.deliveries.models import (
    Acceptance,
    CriterionResult,
    Deliverable,
    DeliverableCriterion,
    Delivery,
)
from twintrack.sales.deliveries.operations.deliverables import AcceptedAlready
from twintrack.sales.deliveries.operations.dues import reach, unreach
from twintrack.sales.deliveries.operations.holding import (
    DayAhead,
    concerned,
    hold_open,
    keep_forecast,
    told_of,
)
from twintrack.sales.deliveries.queries.accepting import list_waiting_instalments

Found = tuple[str, str]


class CriteriaMissing(Refusal):
    """Nothing says by what a deliverable counts as done."""

    status = 422

    def __init__(self, name: str) -> None:
        said = _("“{name}” has no criteria. Write first by what it counts as done.")
        super().__init__(format_lazy(said, name=name))


class ResultsMissing(Refusal):
    """An acceptance says something of each criterion of what was looked at."""

    message = _("Say of each criterion of a deliverable whether it passed.")
    status = 422


class SignerMissing(Refusal):
    """Somebody signed for the customer."""

    message = _("Say who signed for the customer.")
    status = 422


class WithdrawnAlready(Refusal):
    """The acceptance does not count already."""

    message = _("This acceptance was withdrawn already.")


class LaterAcceptance(Refusal):
    """A later acceptance stands on this one."""

    message = _("Withdraw the later acceptances first.")


@dataclass(frozen=True, kw_only=True)
class AcceptanceDetails:
    """
    What the customer signed: by criterion, an outcome and a remark.

    `instalment_ids` are those it makes due; none named is none for a partial acceptance, and all
    that wait for a full one.
    """

    accepted_on: date
    signed_by: str
    results: Mapping[int, Found]
    signed_how: str = AcceptedHow.PAPER
    note: str = ""
    instalment_ids: Collection[int] | None = None


@transaction.atomic
def accept(
    *,
    delivery: Delivery,
    details: AcceptanceDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Acceptance:
    """
    Note what the customer found; what passed, also with a condition, is accepted.

    What failed somewhere goes back; what was not looked at stays open. Once nothing is left the
    delivery is accepted on that day.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises DayAhead: if the day has not come.
    :raises SignerMissing: if nobody signed.
    :raises CriteriaMissing: if nothing can be accepted for want of criteria.
    :raises ResultsMissing: if nothing is said of a criterion of what was looked at.
    :raises AcceptedAlready: if one of the deliverables is accepted.
    :raises InstalmentElsewhere: if an instalment does not wait for this delivery.
    :raises NotThere: if a criterion is one of another delivery.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(delivery)
    if details.accepted_on > timezone.localdate(at):
        raise DayAhead
    signer = details.signed_by.strip()[:80]
    if not signer:
        raise SignerMissing
    judged = _judged(delivery, details.results)
    passed, failed = _put_states(judged, details)
    with together():
        is_full = not delivery.deliverables.exclude(state=DeliverableState.ACCEPTED).exists()
        if is_full:
            delivery.accepted_on = details.accepted_on
            delivery.save(update_fields=["accepted_on"])
        chosen = _chosen(delivery, details, is_full=is_full)
        due = reach(delivery, chosen, on=details.accepted_on, by=by, at=at)
        acceptance = _write(delivery, details, signer, due, is_full=is_full, by=by, at=at)
        keep_forecast(delivery, at)
        event = DeliveryAccepted(
            **told_of(delivery),
            acceptance_id=acceptance.pk,
            on=acceptance.accepted_on,
            signed_by=signer,
            is_full=is_full,
            accepted=passed,
            sent_back=failed,
            instalment_ids=due,
        )
        record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return acceptance


def _judged(
    delivery: Delivery, results: Mapping[int, Found]
) -> dict[Deliverable, list[DeliverableCriterion]]:
    """Give what was looked at, each with all its criteria."""
    rows = list(delivery.deliverables.prefetch_related("criteria"))
    left = [each for each in rows if each.state != DeliverableState.ACCEPTED]
    if not results:
        bare = next((each for each in left if not each.criteria.all()), None)
        raise CriteriaMissing(bare.name) if bare is not None else ResultsMissing
    judged: dict[Deliverable, list[DeliverableCriterion]] = {}
    known: set[int] = set()
    for deliverable in rows:
        criteria = list(deliverable.criteria.all())
        said = {each.pk for each in criteria} & set(results)
        known |= said
        if not said:
            continue
        if deliverable.state == DeliverableState.ACCEPTED:
            raise AcceptedAlready
        if len(said) < len(criteria):
            raise ResultsMissing
        judged[deliverable] = criteria
    if known != set(results):
        raise NotThere
    return judged


def _put_states(
    judged: Mapping[Deliverable, list[DeliverableCriterion]], details: AcceptanceDetails
) -> tuple[list[str], list[str]]:
    passed, failed = [], []
    for deliverable, criteria in judged.items():
        if any(details.results[each.pk][0] == Outcome.FAILED for each in criteria):
            deliverable.state = DeliverableState.SENT_BACK
            failed.append(deliverable.name)
        else:
            deliverable.state = DeliverableState.ACCEPTED
            deliverable.accepted_on = details.accepted_on
            passed.append(deliverable.name)
        deliverable.handed_over_on = deliverable.handed_over_on or details.accepted_on
        deliverable.save(update_fields=["state", "accepted_on", "handed_over_on"])
    return passed, failed


def _chosen(delivery: Delivery, details: AcceptanceDetails, *, is_full: bool) -> list[int]:
    if details.instalment_ids is not None:
        return list(details.instalment_ids)
    return [each.pk for each in list_waiting_instalments(delivery)] if is_full else []


def _write(
    delivery: Delivery,
    details: AcceptanceDetails,
    signer: str,
    due: list[int],
    *,
    is_full: bool,
    by: User,
    at: datetime,
) -> Acceptance:
    acceptance: Acceptance = delivery.acceptances.create(
        ordinal=delivery.acceptances.count() + 1,
        accepted_on=details.accepted_on,
        signed_by=signer,
        signed_how=details.signed_how,
        note=details.note.strip()[:1000],
        is_full=is_full,
        instalment_ids=due,
        noted_by=by,
        noted_at=at,
    )
    texts = dict(
        DeliverableCriterion.objects.filter(pk__in=details.results).values_list("pk", "text")
    )
    CriterionResult.objects.bulk_create(
        CriterionResult(
            acceptance=acceptance,
            criterion_id=pk,
            text=texts[pk],
            outcome=outcome,
            remark=remark.strip()[:300],
        )
        for pk, (outcome, remark) in details.results.items()
    )
    return acceptance


@transaction.atomic
def withdraw_acceptance(
    *,
    acceptance: Acceptance,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Acceptance:
    """
    Let an acceptance not count: what it accepted is open again, and its instalments wait again.

    Instalments that were invoiced or paid stay due. The latest one that counts goes first.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises WithdrawnAlready: if it does not count already.
    :raises LaterAcceptance: if a later one counts.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    delivery = hold_open(acceptance.delivery)
    acceptance = Acceptance.objects.get(pk=acceptance.pk)
    if not acceptance.holds:
        raise WithdrawnAlready
    later = delivery.acceptances.filter(ordinal__gt=acceptance.ordinal, withdrawn_at=None)
    if later.exists():
        raise LaterAcceptance
    acceptance.withdrawn_at, acceptance.withdrawn_by = at, by
    acceptance.withdraw_reason = reason
    acceptance.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    of = Deliverable.objects.filter(criteria__results__acceptance=acceptance).values("pk")
    Deliverable.objects.filter(pk__in=of).update(
        state=DeliverableState.HANDED_OVER, accepted_on=None
    )
    delivery.accepted_on = None
    delivery.save(update_fields=["accepted_on"])
    with together():
        back, kept = unreach(delivery, acceptance.instalment_ids, by=by, at=at)
        keep_forecast(delivery, at)
        event = AcceptanceWithdrawn(
            **told_of(delivery),
            acceptance_id=acceptance.pk,
            reason=reason,
            instalment_ids=back,
            kept_ids=kept,
        )
        record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return acceptance


@transaction.atomic
def add_file(*, delivery: Delivery, uploaded: UploadedFile, by: User, at: datetime) -> Attachment:
    """
    Keep a file with a delivery, such as the signed paper of an acceptance.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FileTooLarge: if it is larger than `TWINTRACK_MAX_UPLOAD_BYTES`.
    :raises FileEmpty: if it holds nothing.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    return attach(uploaded=uploaded, about=delivery, by=by, at=at)
