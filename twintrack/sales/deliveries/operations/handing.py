"""One role passes a delivery on to the next: offered, taken over or given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.events import (
    DeliveryHandoverOffered,
    DeliveryHandoverPassedOn,
    DeliveryHandoverReturned,
    DeliveryHandoverTaken,
)
from twintrack.sales.deliveries.lifecycle import HandoverState
from twintrack.sales.deliveries.models import Delivery, RoleHandover
from twintrack.sales.deliveries.operations.beginning import check_fit
from twintrack.sales.deliveries.operations.holding import hold_open, told_of
from twintrack.sales.deliveries.operations.planning import put_member


class OfferedAlready(Refusal):
    """A handover waits for an answer already."""

    message = _("A handover of this delivery waits for an answer already.")


class SameRole(Refusal):
    """The role carries the delivery already."""

    message = _("This role carries the delivery already. Choose another one.")
    status = 422


class DecidedAlready(Refusal):
    """Somebody answered the handover."""

    message = _("This handover was answered already.")


class PointsOpen(Refusal):
    """Points of the checklist are not done."""

    message = _("Not all points are ticked. Do them, or take those off that do not apply.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class HandoverDetails:
    """To whom, as what, with which words and points; each point is said to be done."""

    to_role: str
    taker: User
    note: str
    checklist: Sequence[tuple[str, bool]] = ()


@transaction.atomic
def offer_handover(
    *,
    delivery: Delivery,
    details: HandoverDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> RoleHandover:
    """
    Offer a delivery to whoever carries it next.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises ReasonMissing: if nothing is said to the next one.
    :raises SameRole: if that role carries it already.
    :raises OfferedAlready: if another handover waits for an answer.
    :raises PointsOpen: if a point of the checklist is not done.
    :raises PersonUnfit: if the taker does not work on deliveries, or may not see it.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    note = details.note.strip()[:4000]
    if not note:
        raise ReasonMissing(_("Write what the next one must know."))
    delivery = hold_open(delivery)
    if details.to_role == delivery.turn:
        raise SameRole
    if delivery.handovers.filter(state=HandoverState.OFFERED).exists():
        raise OfferedAlready
    points = [(text.strip()[:200], done) for text, done in details.checklist if text.strip()]
    if not all(done for _text, done in points):
        raise PointsOpen
    check_fit(details.taker, delivery.project.product)
    handover: RoleHandover = delivery.handovers.create(
        from_role=delivery.turn,
        to_role=details.to_role,
        giver=by,
        taker=details.taker,
        note=note,
        checklist=[list(point) for point in points],
        offered_at=at,
    )
    event = DeliveryHandoverOffered(
        **told_of(delivery),
        handover_id=handover.pk,
        from_role=handover.from_role,
        to_role=handover.to_role,
        taker_id=handover.taker_id,
        taker_name=details.taker.name,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=[details.taker])
    return handover


@transaction.atomic
def pass_handover_on(
    *,
    handover: RoleHandover,
    to: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> RoleHandover:
    """
    Let somebody else take over what is offered, as when who was to is away or has left.

    :raises NotAllowed: if the person neither takes it over nor may lead deliveries.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises DecidedAlready: if it was answered.
    :raises PersonUnfit: if the other one does not work on deliveries, or may not see it.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(handover.delivery)
    handover = RoleHandover.objects.select_related("taker").get(pk=handover.pk)
    if handover.state != HandoverState.OFFERED:
        raise DecidedAlready
    if handover.taker_id != by.pk:
        check_may(by, Act.MANAGE_DELIVERIES)
    check_fit(to, delivery.project.product)
    came_from = handover.taker
    if came_from == to:
        return handover
    handover.taker = to
    handover.save(update_fields=["taker"])
    event = DeliveryHandoverPassedOn(
        **told_of(delivery),
        handover_id=handover.pk,
        to_role=handover.to_role,
        came_from=came_from.name,
        taker_id=to.pk,
        taker_name=to.name,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=[to])
    return handover


def _open(handover: RoleHandover, by: User) -> tuple[Delivery, RoleHandover]:
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(handover.delivery)
    handover = RoleHandover.objects.select_related("giver", "taker").get(pk=handover.pk)
    if handover.state != HandoverState.OFFERED:
        raise DecidedAlready
    if handover.taker_id != by.pk:
        # Whoever leads all may answer for somebody who is away.
        check_may(by, Act.MANAGE_DELIVERIES)
        if handover.giver_id == by.pk:
            raise NotAllowed(_("Only who is to take it over answers."))
    return delivery, handover


@transaction.atomic
def take_handover(
    *, handover: RoleHandover, by: User, at: datetime, caused_by: Entry | None = None
) -> RoleHandover:
    """
    Take a delivery over: the role and its open tasks are the taker's from now on.

    :raises NotAllowed: if it was offered to somebody else, whom the person may not stand in for.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises DecidedAlready: if it was answered before.
    """
    delivery, handover = _open(handover, by)
    handover.state, handover.decided_at = HandoverState.TAKEN, at
    handover.save(update_fields=["state", "decided_at"])
    delivery.turn = handover.to_role
    delivery.save(update_fields=["turn"])
    _member, _before, tasks = put_member(delivery, handover.to_role, handover.taker)
    event = DeliveryHandoverTaken(
        **told_of(delivery),
        handover_id=handover.pk,
        to_role=handover.to_role,
        giver_id=handover.giver_id,
        task_ids=tasks,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=[handover.giver])
    return handover


@transaction.atomic
def return_handover(
    *,
    handover: RoleHandover,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> RoleHandover:
    """
    Give a delivery back to who offered it, and say what is missing.

    :raises NotAllowed: if it was offered to somebody else, whom the person may not stand in for.
    :raises ReasonMissing: if no reason is given.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises DecidedAlready: if it was answered before.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    delivery, handover = _open(handover, by)
    handover.state, handover.decided_at = HandoverState.RETURNED, at
    handover.reason = reason
    handover.save(update_fields=["state", "decided_at", "reason"])
    event = DeliveryHandoverReturned(
        **told_of(delivery), handover_id=handover.pk, giver_id=handover.giver_id, reason=reason
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=[handover.giver])
    return handover
