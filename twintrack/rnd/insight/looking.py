"""Look through the measures of all products for what is out of the ordinary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from twintrack.algorithms.control import Kind, Signal
from twintrack.analytics.cells import WEEK, Library, Scope, Week
from twintrack.analytics.courses import Course, course, exposure
from twintrack.analytics.measures import Measure
from twintrack.analytics.metrics import MEASURES, SHOWN
from twintrack.foundation.people.automation import automation
from twintrack.hub.products.models import Module, Product
from twintrack.rnd.insight import operations, queries
from twintrack.rnd.insight.models import Expectation, Watch
from twintrack.rnd.insight.operations import Found

# What was seen longer ago is history, not news.
RECENT = 8
# What is ordinary is told from so many weeks before.
BEFORE = 12
# Fewer observations than these are no evidence.
FEWEST = 5


@dataclass(frozen=True)
class _Round:
    """What one look through the measures holds in hand."""

    held: Library
    last: date
    days: dict[date, int]


@dataclass(frozen=True)
class _Candidate:
    place: tuple[int, int]
    course: Course
    signal: Signal

    @property
    def since(self) -> date:
        return self.course.steps[self.signal.since].monday

    @property
    def seen_in(self) -> date:
        return self.course.steps[self.signal.at].monday


def look(at: datetime) -> int:
    """Write down what is new; gives how many findings were made."""
    last = queries.last_full_week(at)
    first = last - WEEK * (queries.WALKED - 1)
    held, days = queries.library(), queries.days_of_weeks(first, last)
    measures = list(SHOWN)
    courses = {
        (place, code): course(MEASURES[code], weeks, first=first, last=last, working_days=days)
        for place, by_code in held.weeks_by_place(measures, first, last).items()
        for code, weeks in by_code.items()
        if weeks
    }
    watches = {(each.product_id, each.measure): each.watch for each in Expectation.objects.all()}
    products = {each.pk: each for each in Product.objects.all()}
    modules = {each.pk: each for each in Module.objects.all()}
    by, made, round_ = automation(), 0, _Round(held, last, days)
    for group in _candidates(courses, watches, last):
        found = next(_told(round_, group, products, modules), None)
        if found:
            made += operations.make_finding(found=found, by=by, at=at) is not None
    return made


def _told(
    round_: _Round,
    group: list[_Candidate],
    products: dict[int, Product],
    modules: dict[int, Module],
) -> Iterator[Found]:
    """Of those that show the same, give what there is evidence enough to tell of."""
    for each in group:
        product, module = each.place
        if product in products:
            found = _found(round_, each, products[product], modules.get(module))
            if found:
                yield found


def _candidates(
    courses: dict[tuple[tuple[int, int], str], Course],
    watches: dict[tuple[int, str], str],
    last: date,
) -> Iterator[list[_Candidate]]:
    """Put together what a product and its modules show of the same, where it shows most first."""
    groups: dict[tuple[int, str, int], list[_Candidate]] = defaultdict(list)
    for (place, code), walked in courses.items():
        watch = watches.get((place[0], code), Watch.WORSE)
        for signal in walked.signals:
            candidate = _Candidate(place, walked, signal)
            is_new = candidate.seen_in > last - WEEK * RECENT
            if is_new and _is_watched(walked, signal, watch):
                groups[place[0], code, signal.side].append(candidate)
    for group in groups.values():
        # A module says where; of the product itself it is told only where no module shows it.
        yield sorted(group, key=lambda each: (each.place[1] == 0, -abs(each.signal.distance)))


def _is_watched(walked: Course, signal: Signal, watch: str) -> bool:
    if watch == Watch.OFF:
        return False
    return watch == Watch.BOTH or bool(walked.is_worse(signal))


def _found(
    round_: _Round, chosen: _Candidate, product: Product, module: Module | None
) -> Found | None:
    measure = chosen.course.measure
    scope = Scope((product.pk,), module.pk if module else None)
    until = round_.last if chosen.signal.kind == "shift" else chosen.since
    now = round_.held.together(measure, scope, chosen.since, until)
    usual = round_.held.together(measure, scope, chosen.since - WEEK * BEFORE, chosen.since - WEEK)
    after, before = (
        _level(measure, each, span, round_.days)
        for each, span in ((now, (chosen.since, until)), (usual, _before(chosen.since)))
    )
    if after is None or before is None or max(now.count, usual.count) < FEWEST:
        return None
    # Over the whole time it may have come back: then there is nothing to tell.
    if (after - before) * chosen.signal.side <= 0:
        return None
    return Found(
        measure=measure.code,
        product=product,
        module=module,
        shape=chosen.signal.kind,
        side=chosen.signal.side,
        since=chosen.since,
        seen_in=chosen.seen_in,
        before=before,
        after=after,
        count=now.count,
        distance=chosen.signal.distance,
    )


def _before(since: date) -> tuple[date, date]:
    return since - WEEK * BEFORE, since - WEEK


def _level(
    measure: Measure, of: Week, span: tuple[date, date], days: dict[date, int]
) -> float | None:
    """Give the value of several weeks together, as people see it."""
    if measure.kind == Kind.DURATION:
        return of.middle
    if measure.kind == Kind.RATIO:
        return of.part / of.whole * measure.factor if of.whole else None
    weeks = (span[1] - span[0]).days // 7 + 1
    mondays = (span[0] + WEEK * turn for turn in range(weeks))
    over = (
        of.whole
        if measure.per == "rows"
        else sum(exposure(measure, Week(each, 0, 0, 0), days) for each in mondays)
    )
    return of.part / over if over else None
