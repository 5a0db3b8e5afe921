"""What pages show of clocks: how much is left in words, and a strip with its pauses drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from twintrack.sales.complaints.lifecycle import ClockState
from twintrack.sales.complaints.models import ClockPause, Complaint, SlaClock
from twintrack.sales.complaints.reckoning import Course, course_of
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.sales.sla.words import length_words
from twintrack.ui.templatetags.ui import moment_text

NONE, MINUTE = timedelta(0), timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the strip in per cent of its width: time that ran, or stood still and why."""

    start: float
    width: float
    is_pause: bool
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownClock:
    """A clock as the reader sees it at a moment."""

    clock: SlaClock
    label: str
    # Working time left; below nothing it is late.
    left: timedelta
    words: str
    hint: str
    tone: str
    share: int
    # Counts down on an open page: so many seconds, until this moment of working time.
    ticks: int | None
    ticks_until: datetime | None
    parts: tuple[Part, ...]
    due_at_share: float | None

    @property
    def needs_note(self) -> bool:
        """Whether it broke and nobody said why."""
        return self.left < NONE and not self.clock.breach_note


@dataclass(frozen=True, kw_only=True)
class ShownComplaint:
    """A complaint with its clocks as the reader sees them."""

    complaint: Complaint
    clocks: tuple[ShownClock, ...]
    pause: ClockPause | None

    @property
    def first(self) -> ShownClock | None:
        """The clock that breaks next; of a complaint that is over, the last one."""
        alive = [each for each in self.clocks if each.clock.is_alive]
        return min(alive, key=lambda each: each.left, default=None) or (
            self.clocks[-1] if self.clocks else None
        )


def show(complaint: Complaint, *, now: datetime) -> ShownComplaint:
    """Say how the clocks of a complaint stand at a moment."""
    pauses = list(complaint.pauses.all())
    course = course_of(complaint, pauses)
    pause = next((each for each in pauses if each.ended_at is None), None)
    clocks = (
        _shown(each, complaint, course, pauses, now)
        for each in complaint.clocks.all()
        if each.state != ClockState.CALLED_OFF
    )
    return ShownComplaint(complaint=complaint, clocks=tuple(clocks), pause=pause)


def _shown(
    clock: SlaClock, complaint: Complaint, course: Course, pauses: list[ClockPause], now: datetime
) -> ShownClock:
    pause = next((each for each in pauses if each.ended_at is None), None)
    until = clock.stopped_at or now
    passed = course.passed(until)
    left = clock.target - passed
    is_working, turn = course.hours.turn_after(now)
    runs = clock.state == ClockState.RUNNING and is_working
    words, tone = _words(clock, left, complaint.version.warn_percent)
    frame = _frame(clock, course, now)
    return ShownClock(
        clock=clock,
        label=str(ClockKind(clock.kind).label),
        left=left,
        words=words,
        hint=_hint(clock, pause, opens_at=None if is_working else turn),
        tone=tone,
        share=min(100, round(100 * passed / clock.target)),
        ticks=int(left.total_seconds()) if runs else None,
        ticks_until=turn if runs else None,
        parts=_parts(clock, frame, pauses, now),
        due_at_share=_share_of(clock, frame),
    )


def _words(clock: SlaClock, left: timedelta, warn_percent: int) -> tuple[str, str]:
    # A minute that has begun is still left; what is late is so by at least one.
    minutes = -(-left // MINUTE)
    time = {"time": length_words(MINUTE * (abs(minutes) or 1))}
    if clock.state == ClockState.MET:
        return _("In time, %(time)s to spare") % time, "ok"
    if clock.state == ClockState.MISSED:
        return _("Too late by %(time)s") % time, "bad"
    if left < NONE:
        return _("Late by %(time)s") % time, "bad"
    is_near = clock.target - left >= clock.target * warn_percent / 100
    return _("%(time)s left") % time, "warn" if is_near else ""


def _hint(clock: SlaClock, pause: ClockPause | None, *, opens_at: datetime | None) -> str:
    if clock.state == ClockState.PAUSED and pause is not None:
        return _("paused: %(reason)s") % {"reason": pause.words}
    if clock.state == ClockState.RUNNING and opens_at is not None:
        return _("runs again on %(at)s") % {"at": moment_text(opens_at)}
    return ""


Frame = tuple[datetime, timedelta]


def _frame(clock: SlaClock, course: Course, now: datetime) -> Frame:
    """Give from when on a strip is drawn, and how long it is."""
    start = course.started_at
    due = clock.due_at
    if due is None and clock.stopped_at is None:
        # It stands still: drawn as if it ran on from now, or its strip would look used up.
        due = course.resumed(now).reaches(clock.target)
    end = max(clock.stopped_at or now, due or start)
    return start, max(end - start, MINUTE)


def _share_of(clock: SlaClock, frame: Frame) -> float | None:
    if clock.due_at is None:
        return None
    start, length = frame
    return round(100 * ((clock.due_at - start) / length), 1)


def _parts(
    clock: SlaClock, frame: Frame, pauses: list[ClockPause], now: datetime
) -> tuple[Part, ...]:
    start, length = frame
    until = clock.stopped_at or now
    parts = [_part(start, until, start, length)]
    for each in pauses:
        begins, ends = each.started_at, min(each.ended_at or now, until)
        if begins < ends:
            parts.append(_part(begins, ends, start, length, words=each.words))
    return tuple(parts)


def _part(
    begins: datetime, ends: datetime, start: datetime, length: timedelta, words: str = ""
) -> Part:
    return Part(
        start=round(100 * ((begins - start) / length), 1),
        width=round(100 * ((ends - begins) / length), 1),
        is_pause=bool(words),
        words=words,
    )
