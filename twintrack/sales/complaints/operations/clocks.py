"""Let clocks begin, count to another target, be called off, and tell when they break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record, record_many
from twintrack.foundation.people.models import User
from twintrack.sales.complaints.events import (
    ClocksCalledOff,
    ClocksResumed,
    ClocksRetargeted,
    ClocksStarted,
)
from twintrack.sales.complaints.lifecycle import EndedBy, PauseKind
from twintrack.sales.complaints.models import ClockPause, Complaint
from twintrack.sales.complaints.operations.keeping import (
    Held,
    end_pause,
    find_held,
    set_anew,
    tell,
)
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.sla.lifecycle import StartsFrom
from twintrack.sales.sla.queries import version_for


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A complaint that came in: how bad it was said to be, when it was recorded and happened."""

    feedback_id: int
    severity: str
    at: datetime
    occurred_at: datetime | None = None
    caused_by: Entry | None = None


@transaction.atomic
def start_all(*, begun: Sequence[Begun], by: User, at: datetime) -> list[Complaint]:
    """
    Let the clocks of complaints run, by the plan that holds for each customer at that time.

    What runs already is left alone.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    ids = [each.feedback_id for each in begun]
    rows = Feedback.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "customer", "product"
    )
    feedback = rows.order_by("pk").in_bulk(ids)
    known = set(Complaint.objects.filter(feedback_id__in=ids).values_list("feedback_id", flat=True))
    made, records = [], []
    for each in begun:
        if each.feedback_id in known:
            continue
        held = _begin(feedback[each.feedback_id], each)
        if held is None:
            continue
        known.add(each.feedback_id)
        made.append(held.complaint)
        event = _started(held)
        records.append(
            Record(event=event, about=held.feedback, at=each.at, caused_by=each.caused_by)
        )
    record_many(records, by=by, at=at)
    return made


def _begin(feedback: Feedback, begun: Begun) -> Held | None:
    version = version_for(feedback.customer, feedback.product, begun.at)
    if version is None:
        return None
    starts_at = begun.at
    if version.starts_from == StartsFrom.OCCURRED:
        starts_at = begun.occurred_at or begun.at
    complaint = Complaint.objects.create(
        feedback=feedback,
        version=version,
        severity=begun.severity,
        started_at=starts_at,
        breaks_at=starts_at,
    )
    held = Held(feedback=feedback, complaint=complaint, clocks={}, pauses=[])
    set_anew(held, begun.at)
    return held


def _started(held: Held) -> ClocksStarted:
    complaint = held.complaint
    plan = complaint.version.plan
    return ClocksStarted(
        **held.named,
        plan_id=plan.pk,
        plan_zh=plan.name_zh,
        plan_en=plan.name_en,
        version=complaint.version.number,
        severity=complaint.severity,
        started_at=complaint.started_at,
        due=held.due,
    )


@transaction.atomic
def retarget(
    *,
    feedback: Feedback,
    severity: str | None = None,
    occurred_at: datetime | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint | None:
    """
    Count to the targets of another severity, or from when it happened where the plan says so.

    What is over stays as it was; nothing where no complaint is.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    held = find_held(feedback.pk)
    if held is None:
        return None
    complaint = held.complaint
    before, due_before = (complaint.severity, complaint.started_at), held.due
    complaint.severity = severity or complaint.severity
    if occurred_at is not None and complaint.version.starts_from == StartsFrom.OCCURRED:
        complaint.started_at = occurred_at
    if before == (complaint.severity, complaint.started_at):
        return complaint
    set_anew(held, at, is_new_target=True)
    record(
        ClocksRetargeted(
            **held.named,
            came_from=before[0],
            to=complaint.severity,
            due_before=due_before,
            due=held.due,
        ),
        about=held.feedback,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return complaint


@transaction.atomic
def call_off(
    *, feedback: Feedback, why: EndedBy, by: User, at: datetime, caused_by: Entry | None = None
) -> Complaint | None:
    """
    Let nothing be due any more of what is no complaint, repeats another one or was withdrawn.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    held = find_held(feedback.pk)
    if held is None or held.complaint.is_ended:
        return held.complaint if held else None
    end_pause(held, at)
    held.complaint.ended_by = why
    pause = ClockPause.objects.create(
        complaint=held.complaint, kind=PauseKind.SET_ASIDE, started_at=at, by=by
    )
    held.pauses.append(pause)
    set_anew(held, at)
    event = ClocksCalledOff(**held.named, why=why.value)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


@transaction.atomic
def call_again(
    *, feedback: Feedback, by: User, at: datetime, caused_by: Entry | None = None
) -> Complaint | None:
    """
    Let clocks that were called off run on; the time between does not count.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    held = find_held(feedback.pk)
    if held is None or not held.complaint.is_ended:
        return held.complaint if held else None
    end_pause(held, at)
    held.complaint.ended_by = ""
    set_anew(held, at)
    event = ClocksResumed(**held.named, due=held.due)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


@transaction.atomic
def raise_signals(
    *, complaint: Complaint, by: User, at: datetime, caused_by: Entry | None = None
) -> Complaint:
    """
    Tell of each warning, breach and step of escalation whose moment has come: each of them once.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    held = find_held(complaint.feedback_id)
    if held is None:
        return complaint
    records = [Record(event=event, about=held.feedback) for event in tell(held, at)]
    record_many(records, by=by, at=at, caused_by=caused_by)
    return held.complaint
