"""The clocks of one complaint while they are held: set anew, stopped, and what they tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from twintrack.foundation.ledger.events import Event
from twintrack.sales.complaints.events import ClockBreached, ClockEscalated, ClockWarned
from twintrack.sales.complaints.lifecycle import ClockState, Rank, SignalKind
from twintrack.sales.complaints.models import ClockPause, ClockSignal, Complaint, SlaClock
from twintrack.sales.complaints.reckoning import Course, Signal, course_of
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.sales.sla.models import SlaEscalation

Keys = set[tuple[int, str, int | None]]


@dataclass(kw_only=True)
class Held:
    """A complaint under lock, after its feedback, with all that its clocks rest on."""

    feedback: Feedback
    complaint: Complaint
    clocks: dict[str, SlaClock]
    pauses: list[ClockPause]

    @property
    def course(self) -> Course:
        return course_of(self.complaint, self.pauses)

    @property
    def open_pause(self) -> ClockPause | None:
        return next((each for each in self.pauses if each.ended_at is None), None)

    @property
    def due(self) -> dict[str, datetime | None]:
        """By when what is due, of the clocks that are alive."""
        return {kind: each.due_at for kind, each in self.clocks.items() if each.is_alive}

    @property
    def named(self) -> dict[str, Any]:
        """What every event of a complaint names."""
        return {"feedback_id": self.feedback.pk, "number": self.feedback.number}


def find_held(feedback_id: int) -> Held | None:
    """Lock feedback and its complaint, in this order, if it is one."""
    feedback = Feedback.objects.select_for_update(no_key=True).get(pk=feedback_id)
    locked = Complaint.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "version__plan"
    )
    complaint = locked.filter(feedback_id=feedback_id).first()
    if complaint is None:
        return None
    complaint.feedback = feedback
    return Held(
        feedback=feedback,
        complaint=complaint,
        clocks={each.kind: each for each in complaint.clocks.order_by("pk")},
        pauses=list(complaint.pauses.order_by("started_at", "pk")),
    )


def hold(complaint: Complaint) -> Held:
    """Lock a complaint and its feedback."""
    held = find_held(complaint.feedback_id)
    assert held
    return held


def end_pause(held: Held, at: datetime) -> None:
    """Let the clocks run again, if they stand still."""
    pause = held.open_pause
    if pause is not None:
        pause.ended_at = max(at, pause.started_at)
        pause.save(update_fields=["ended_at"])


def set_anew(held: Held, at: datetime, *, is_new_target: bool = False) -> None:
    """
    Work out when clocks break and tell of it next, and write it down.

    With a new target signals count anew: but what has been told of and would have been told of
    by now in any case is not told again.
    """
    complaint = held.complaint
    target = complaint.version.targets.filter(severity=complaint.severity).first()
    steps = list(complaint.version.escalations.order_by("position"))
    told = _told(complaint)
    if is_new_target:
        complaint.round += 1
    for kind in ClockKind.values:
        time = target.time_for(kind) if target else None
        clock = _clock(held, kind, time)
        if clock is None:
            continue
        signals = _signals(held, clock, steps)
        if is_new_target:
            told |= _carry(held, clock, signals, told, at)
        _set(clock, held.course, _next(clock, signals, told), at)
    place(held, at)


def _told(complaint: Complaint) -> Keys:
    rows = ClockSignal.objects.filter(clock__complaint=complaint, round=complaint.round)
    return set(rows.values_list("clock_id", "kind", "step_id"))


def _signals(held: Held, clock: SlaClock, steps: list[SlaEscalation]) -> list[Signal]:
    percent = held.complaint.version.warn_percent
    return held.course.signals(clock, warn_percent=percent, steps=steps)


def _clock(held: Held, kind: str, time: timedelta | None) -> SlaClock | None:
    """Give a clock that is alive, begun or called off if need be."""
    complaint, clock = held.complaint, held.clocks.get(kind)
    is_done = complaint.responded_at if kind == ClockKind.RESPONSE else complaint.resolved_at
    if (clock is not None and clock.is_stopped) or is_done is not None:
        return None
    if time is None or complaint.is_ended:
        if clock is not None:
            clock.state, clock.due_at, clock.next_at = ClockState.CALLED_OFF, None, None
            clock.save(update_fields=["state", "due_at", "next_at"])
        return None
    if clock is None:
        clock = held.clocks[kind] = SlaClock(complaint=complaint, kind=kind)
    clock.target_minutes = time // timedelta(minutes=1)
    if clock.pk is None:
        clock.save()
    return clock


def _carry(held: Held, clock: SlaClock, signals: list[Signal], told: Keys, at: datetime) -> Keys:
    """Note what was told of under the former target and holds under the new one too."""
    former = {(kind, step) for pk, kind, step in told if pk == clock.pk}
    past = [each for each in signals if each.moment is not None and each.moment <= at]
    kept = [each for each in past if each.key in former]
    told -= {(clock.pk, *key) for key in former}
    ClockSignal.objects.bulk_create(
        ClockSignal(clock=clock, round=held.complaint.round, kind=each.kind, step=each.step, at=at)
        for each in kept
    )
    if SignalKind.WARNING not in {each.kind for each in kept}:
        clock.warned_at = None
    return {(clock.pk, *each.key) for each in kept}


def _next(clock: SlaClock, signals: list[Signal], told: Keys) -> datetime | None:
    waiting = (each.moment for each in signals if (clock.pk, *each.key) not in told)
    return next((moment for moment in waiting if moment is not None), None)


def _set(clock: SlaClock, course: Course, next_at: datetime | None, at: datetime) -> None:
    clock.state = ClockState.PAUSED if course.stands_still else ClockState.RUNNING
    clock.due_at, clock.next_at = course.reaches(clock.target), next_at
    clock.stopped_at = clock.took_minutes = None
    if clock.due_at is None or clock.due_at > at:
        clock.breached_at = None
    clock.save()


def place(held: Held, at: datetime) -> None:
    """Say where the complaint stands in the list, and write it down."""
    complaint = held.complaint
    alive = [each for each in held.clocks.values() if each.is_alive]
    due = [each.due_at for each in alive if each.due_at is not None]
    running = [each for each in alive if each.state == ClockState.RUNNING]
    if running:
        complaint.rank, complaint.breaks_at = Rank.RUNNING, min(due)
    elif alive:
        pause = held.open_pause
        complaint.rank = Rank.PAUSED
        complaint.breaks_at = min([*due, pause.started_at if pause else at])
    else:
        complaint.rank, complaint.breaks_at = Rank.OVER, complaint.resolved_at or at
    complaint.save()


def stop(held: Held, kind: str, at: datetime) -> SlaClock | None:
    """Stop a clock and say whether it was in time; nothing if none runs."""
    clock = held.clocks.get(kind)
    if clock is None or not clock.is_alive:
        return None
    took = held.course.passed(at)
    clock.state = ClockState.MET if took <= clock.target else ClockState.MISSED
    clock.took_minutes = -(-took // timedelta(minutes=1))
    clock.stopped_at, clock.next_at = at, None
    clock.save()
    return clock


def tell(held: Held, at: datetime) -> Iterator[Event]:
    """Note each signal whose moment has come and that was not given yet, and give its event."""
    steps = list(held.complaint.version.escalations.order_by("position"))
    told = _told(held.complaint)
    for clock in held.clocks.values():
        if clock.state != ClockState.RUNNING:
            continue
        signals = _signals(held, clock, steps)
        for signal in signals:
            if signal.moment is None or signal.moment > at:
                continue
            if (clock.pk, *signal.key) not in told:
                told.add((clock.pk, *signal.key))
                yield _give(held, clock, signal, signal.moment, at)
        clock.next_at = _next(clock, signals, told)
        clock.save(update_fields=["next_at", "warned_at", "breached_at"])


def _give(held: Held, clock: SlaClock, signal: Signal, moment: datetime, at: datetime) -> Event:
    ClockSignal.objects.create(
        clock=clock, round=held.complaint.round, kind=signal.kind, step=signal.step, at=at
    )
    told: dict[str, Any] = held.named | {
        "clock": clock.kind,
        "moment": moment,
        "owner_id": held.feedback.owner_id,
    }
    if signal.step is not None:
        step = signal.step
        return ClockEscalated(
            **told,
            step=step.position,
            trigger=step.trigger,
            value=step.value,
            whom=step.whom,
            role=step.role,
        )
    if signal.kind == SignalKind.WARNING:
        clock.warned_at = at
        return ClockWarned(**told, due_at=clock.due_at)
    clock.breached_at = moment
    return ClockBreached(**told)
