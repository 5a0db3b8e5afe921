"""What is planned into an iteration, beside the time and the pace of the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.capacity import Capacity, capacity_of, remaining_of
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.queries import Throughput, throughput_before
from twintrack.rnd.sprints.results import Amount, amount_of
from twintrack.rnd.work.models import WorkItem

NOTHING = Decimal(0)
HUNDRED = 100


def hours_of(item: WorkItem) -> Decimal | None:
    """Give the hours of work that are left, as far as somebody said."""
    if not item.is_open:
        return NOTHING
    return item.estimate_hours if item.remaining_hours is None else item.remaining_hours


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one person has taken on, against the time they have; nobody's work has no person."""

    person: User | None
    capacity: Decimal
    hours: Decimal
    amount: Amount
    without_hours: int

    @property
    def is_over(self) -> bool:
        """Say whether there is more work than time."""
        return self.person is not None and self.hours > self.capacity

    @property
    def over_by(self) -> Decimal:
        return max(self.hours - self.capacity, NOTHING)

    @property
    def percent(self) -> int:
        """Per cent of the time that is taken; work without any time counts as all of it."""
        if self.capacity:
            return round(HUNDRED * self.hours / self.capacity)
        return HUNDRED if self.hours else 0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An iteration's work in sums: against the team's time, and against its pace."""

    amount: Amount
    open: Amount
    hours: Decimal
    without_hours: int
    without_points: int
    capacity: Capacity
    loads: tuple[Load, ...]
    throughput: Throughput

    @property
    def is_over_capacity(self) -> bool:
        return self.hours > self.capacity.hours

    @property
    def percent(self) -> int:
        if not self.capacity.hours:
            return HUNDRED if self.hours else 0
        return round(HUNDRED * self.hours / self.capacity.hours)

    @property
    def planned(self) -> float:
        """What is planned in the unit of the throughput."""
        in_points = self.throughput.is_in_points
        return float(self.amount.points if in_points else self.amount.items)

    @property
    def is_over_pace(self) -> bool:
        """Say whether more is planned than the team ever or, with enough known, mostly did."""
        if not self.throughput.n:
            return False
        pace = max(self.throughput.values) if self.throughput.is_few else self.throughput.p50
        return self.planned > pace


def read_plan(iteration: Iteration, items: Sequence[WorkItem], *, today: date) -> Plan:
    """Add up what is planned; of an iteration that runs, what is left of work and of time."""
    capacity = capacity_of(iteration.team, iteration.start_on, iteration.end_on)
    if iteration.state == IterationState.ACTIVE:
        capacity = remaining_of(capacity, iteration.team, today)
    open_items = [each for each in items if each.is_open]
    return Plan(
        amount=amount_of(each.points for each in items),
        open=amount_of(each.points for each in open_items),
        hours=sum((hours_of(each) or NOTHING for each in open_items), NOTHING),
        without_hours=sum(hours_of(each) is None for each in open_items),
        without_points=sum(each.points is None for each in items),
        capacity=capacity,
        loads=loads_of(capacity, open_items),
        throughput=throughput_before(iteration),
    )


def loads_of(capacity: Capacity, items: Sequence[WorkItem]) -> tuple[Load, ...]:
    """Give each member's load, then that of others who have work in it, then nobody's."""
    people: dict[int | None, User | None] = {}
    people |= {each.person.pk: each.person for each in capacity.people}
    for each in items:
        people.setdefault(each.assignee_id, each.assignee)
    nobodys = people.pop(None, None)
    order: list[tuple[int | None, User | None]] = list(people.items())
    if any(each.assignee_id is None for each in items):
        order.append((None, nobodys))
    return tuple(_load(capacity, pk, person, items) for pk, person in order)


def _load(
    capacity: Capacity, pk: int | None, person: User | None, items: Sequence[WorkItem]
) -> Load:
    own = [each for each in items if each.assignee_id == pk]
    time = capacity.of(pk)
    return Load(
        person=person,
        capacity=time.hours if time else NOTHING,
        hours=sum((hours_of(each) or NOTHING for each in own), NOTHING),
        amount=amount_of(each.points for each in own),
        without_hours=sum(hours_of(each) is None for each in own),
    )
