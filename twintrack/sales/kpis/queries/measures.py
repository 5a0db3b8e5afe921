"""Courses of measures: what was frozen stands as it was told, beside what it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from twintrack.algorithms.control import Kind
from twintrack.analytics.courses import Course
from twintrack.analytics.measures import Good, Measure
from twintrack.analytics.months import (
    LOOKED_BACK,
    Month,
    MonthLibrary,
    Seen,
    Whose,
    first_of,
    is_few,
    later,
    month_course,
    months_between,
    value_of,
)
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.measuring.keeping import engine
from twintrack.foundation.measuring.sources import local
from twintrack.foundation.people.models import User
from twintrack.sales.kpis.keeping import known_measures, store
from twintrack.sales.kpis.lifecycle import Span, Warn
from twintrack.sales.kpis.models import FrozenValue
from twintrack.sales.kpis.queries.targets import Aim, aims_on
from twintrack.sales.kpis.queries.whom import Of, narrowed, whose

PERIODS = (6, 12, 24, 36)
USUAL = 12
# A cohort of which some are still open is judged after so many months all the same.
MATURE = 12


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A month that was told otherwise than it would be told now."""

    measure: Measure
    month: date
    known_on: date
    was_sums: Month
    now_sums: Month

    @property
    def was(self) -> float | None:
        """The value as it was known; nothing where too few stood behind it."""
        return _told_value(self.measure, self.was_sums)

    @property
    def now(self) -> float | None:
        """The value as it would be told now."""
        return _told_value(self.measure, self.now_sums)


def _told_value(measure: Measure, month: Month) -> float | None:
    return None if is_few(measure, month) else value_of(measure, month)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A measure for somebody over some months."""

    measure: Measure
    course: Course
    # All months that are shown, added up; of what is a state, the present one.
    whole: Month
    aim: Aim
    changed: list[Changed] = field(default_factory=list)
    is_frozen: frozenset[date] = frozenset()

    @property
    def value(self) -> float | None:
        """The value over all months shown; nothing where too few stand behind it."""
        return None if is_few(self.measure, self.whole) else value_of(self.measure, self.whole)

    @property
    def still_open(self) -> int:
        """How many of the newest cohorts are not decided yet."""
        return sum(step.week.open for step in self.course.steps if isinstance(step.week, Month))

    @property
    def is_missed(self) -> bool:
        """Say whether the target is missed."""
        return not is_reached(self.measure, self.value, self.aim.value)

    @property
    def warns(self) -> bool:
        """Say whether it is something to look at, by the rule that the company set."""
        signal = self.course.standing
        is_worse = signal is not None and bool(self.course.is_worse(signal))
        return (self.aim.warn in {Warn.MISSED, Warn.BOTH} and self.is_missed) or (
            self.aim.warn in {Warn.UNUSUAL, Warn.BOTH} and is_worse
        )


def is_reached(measure: Measure, value: float | None, target: float | None) -> bool:
    """Say whether a value is as good as its target; without one of both it is."""
    if value is None or target is None:
        return True
    return value >= target if measure.good == Good.UP else value <= target


def get_measure(code: str) -> Measure:
    """
    Find a measure by its code.

    :raises NotThere: if there is none.
    """
    try:
        return known_measures()[code]
    except KeyError:
        raise NotThere from None


def library() -> MonthLibrary:
    """Give the store as it is now."""
    place = store()
    return MonthLibrary(engine(), place, place.read())


def made_at() -> datetime | None:
    """Say when the store was last brought up to date."""
    told = store().read().made_at
    return datetime.fromisoformat(told) if told else None


def last_full_month(at: datetime) -> date:
    """Give the last month that is over: the running one is too young to be judged."""
    return later(first_of(local(at).date()), -1)


def is_settled(measure: Measure, month: Month, *, now: date) -> bool:
    """Say whether a month is decided: of a cohort nothing is open, or it is old enough."""
    if not measure.is_cohort or not month.open:
        return True
    return later(month.starts_on, MATURE) < first_of(now)


def read_told(
    measures: Sequence[Measure], of: Of, *, months: int = USUAL, at: datetime, for_user: User
) -> dict[str, Told]:
    """
    Read measures over the last months, as far as a person may see them.

    :raises NotAllowed: if they neither sell nor answer for what is sold.
    :raises NotThere: if it is of somebody whom they do not lead.
    """
    of = narrowed(of, for_user=for_user)
    last = last_full_month(at)
    codes = tuple(each.code for each in measures)
    held = library()
    key = f"{held.store.folder} {held.parts.version} {held.parts.made_at}"
    found, wholes = _known(
        key, codes, whose(of), last, months, local(at).replace(second=0, microsecond=0)
    )
    frozen = list_frozen(codes, of)
    aims = aims_on(local(at).date(), of)
    return {
        each.code: _told(
            _Read(each, found[each.code], wholes.get(each.code), frozen.get(each.code, {})),
            aims.get(each.code) or Aim(value=None),
            (later(last, 1 - months), last),
        )
        for each in measures
    }


@lru_cache(maxsize=256)
def _known(
    _key: str, codes: tuple[str, ...], scope: Whose, last: date, months: int, now: datetime
) -> tuple[dict[str, list[Month]], dict[str, Month]]:
    """Read the store once for as long as it is the same."""
    measures = [each for each in known_measures().values() if each.code in codes]
    held = library()
    running = later(last, 1)
    found = held.months(measures, scope, later(last, 1 - LOOKED_BACK), running, now)
    middles = [each for each in measures if each.kind == Kind.DURATION and not each.is_mean]
    wholes = held.together(middles, scope, later(last, 1 - months), last, now)
    return found, wholes


@dataclass(frozen=True)
class _Read:
    """What was read of a measure: its months as they are now and were frozen, and the median."""

    measure: Measure
    months: Sequence[Month]
    middle: Month | None
    frozen: dict[date, FrozenValue]


def _told(read: _Read, aim: Aim, span: tuple[date, date]) -> Told:
    measure, frozen = read.measure, read.frozen
    first, last = span
    now = {each.starts_on: each for each in read.months}
    running = now.pop(later(last, 1), None)
    kept = now | {on: each.month for on, each in frozen.items()}
    walked = _walked(measure, tuple(kept.values()), min([*kept, last]), last)
    shown = [kept[each] for each in months_between(first, last) if each in kept]
    return Told(
        measure=measure,
        course=_settled(_since(walked, first), later(last, 1)),
        whole=_whole(measure, shown, read.middle, running, last),
        aim=aim,
        changed=_changed(measure, now, frozen),
        is_frozen=frozenset(frozen),
    )


@lru_cache(maxsize=2048)
def _walked(measure: Measure, months: tuple[Month, ...], first: date, last: date) -> Course:
    """Judge the same months once."""
    return month_course(measure, months, first, last)


def _since(walked: Course, first: date) -> Course:
    """Leave out what came before what is shown; signals count from its beginning."""
    steps = tuple(each for each in walked.steps if each.week.starts_on >= first)
    less = len(walked.steps) - len(steps)
    signals = tuple(
        replace(each, at=each.at - less, since=max(each.since - less, 0))
        for each in walked.signals
        if each.at >= less
    )
    return Course(walked.measure, steps, signals, walked.levels)


def _settled(course: Course, now: date) -> Course:
    """Give no value to months of a cohort that are still open: they would only seem to fall."""
    steps = tuple(
        each
        if isinstance(each.week, Month) and is_settled(course.measure, each.week, now=now)
        else replace(each, value=None)
        for each in course.steps
    )
    return replace(course, steps=steps)


def _whole(
    measure: Measure,
    shown: Sequence[Month],
    middle: Month | None,
    running: Month | None,
    last: date,
) -> Month:
    """Add up what is shown: of states the present one, of amounts the last month, else all."""
    nothing = Month(last, 0, 0.0, 0.0)
    if measure.is_state:
        return running or (shown[-1] if shown else nothing)
    if measure.is_money:
        return next((each for each in shown if each.starts_on == last), nothing)
    if measure.kind == Kind.DURATION and not measure.is_mean:
        return middle or nothing
    counted = [each for each in shown if is_settled(measure, each, now=later(last, 1))]
    return Month(
        shown[0].starts_on if shown else last,
        sum(each.count for each in counted),
        sum(each.part for each in counted),
        sum(each.whole for each in counted),
        open=sum(each.open for each in shown),
    )


def _changed(
    measure: Measure, now: dict[date, Month], frozen: dict[date, FrozenValue]
) -> list[Changed]:
    """List the months that would be told otherwise now, the latest first."""
    found = []
    for on, kept in sorted(frozen.items(), reverse=True):
        change = Changed(
            measure=measure,
            month=on,
            known_on=kept.freeze.on,
            was_sums=kept.month,
            now_sums=now.get(on) or Month(on, 0, 0.0, 0.0),
        )
        if _shown(measure, change.was_sums) != _shown(measure, change.now_sums):
            found.append(change)
    return found


def _shown(measure: Measure, month: Month) -> tuple[int, float | None]:
    """Give what people see of a month: the count, and the value as it is rounded."""
    value = value_of(measure, month)
    return month.count, None if value is None else round(value, measure.decimals)


def list_frozen(codes: Sequence[str], of: Of) -> dict[str, dict[date, FrozenValue]]:
    """Give the frozen months of measures for somebody, by measure and month, in one query."""
    if of.place is None:
        return {}
    part_of, pk = of.place
    rows = FrozenValue.objects.filter(
        part_of=part_of, whose=pk, span=Span.MONTH, measure__in=codes
    ).select_related("freeze")
    found: dict[str, dict[date, FrozenValue]] = {}
    for row in rows:
        found.setdefault(row.measure, {})[row.on] = row
    return found


def list_days(measure: Measure, of: Of, *, since: date, for_user: User) -> list[FrozenValue]:
    """List what a state was in the evenings since a day."""
    of = narrowed(of, for_user=for_user)
    if of.place is None:
        return []
    part_of, pk = of.place
    rows = FrozenValue.objects.filter(
        part_of=part_of, whose=pk, span=Span.DAY, measure=measure.code, on__gte=since
    )
    return list(rows.order_by("on"))


def read_rows(
    measure: Measure,
    of: Of,
    months: tuple[date, date],
    *,
    at: datetime,
    for_user: User,
    limit: int = 100,
) -> list[Seen]:
    """
    Read what is behind a measure from one month to another: what is open first, then the heaviest.

    :raises NotAllowed: if they neither sell nor answer for what is sold.
    :raises NotThere: if it is of somebody whom they do not lead.
    """
    of = narrowed(of, for_user=for_user)
    return library().observations(measure, whose(of), months, local(at), limit)
