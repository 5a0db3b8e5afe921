"""Visits of the past: some days a week each salesperson is with customers."""

from __future__ import annotations

from datetime import timedelta

from twintrack.demo.past.deals import Past
from twintrack.demo.past.memory import Memory
from twintrack.sales.visits.events import VisitFinished
from twintrack.sales.visits.lifecycle import VisitKind, VisitState
from twintrack.sales.visits.models import NotePart, NoteSection, NoteTemplate, Visit

# Visits are remembered for so many weeks, until so many weeks ago.
SINCE, UNTIL = 58, 3
# Visits a week: the fewest and the most.
EACH_WEEK = {"zhao": (3, 6), "wu": (3, 5), "sun": (0, 2)}
HOURS = (9.6, 11.2, 13.6, 15.2)


def remember(memory: Memory, sold: list[Past]) -> None:
    """Write the visits of the last year with what was noted."""
    visits = [
        visit
        for week in range(SINCE, UNTIL, -1)
        for key, (fewest, most) in EACH_WEEK.items()
        for visit in _week(memory, sold, key, week, memory.luck.randint(fewest, most))
    ]
    visits.sort(key=lambda each: each.starts_at)
    numbers = memory.numbers("V", [each.starts_at for each in visits])
    for visit, number in zip(visits, numbers, strict=True):
        visit.number = number
    Visit.objects.bulk_create(visits, batch_size=500)
    section = NoteSection.objects.filter(template=visits[0].template).order_by("position")[0]
    NotePart.objects.bulk_create(
        [
            NotePart(
                visit=visit,
                section=section,
                text=memory.of(memory.luck.choice(memory.told["notes"])),
            )
            for visit in visits
        ],
        batch_size=500,
    )
    for visit in visits:
        _tell(memory, visit)


def _week(memory: Memory, sold: list[Past], key: str, week: int, count: int) -> list[Visit]:
    luck, cast = memory.luck, memory.cast
    owner = cast.staff[key]
    monday = cast.diary.today.weekday() + 7 * week
    template = NoteTemplate.objects.order_by("position", "pk")[0]
    own = [each for each in cast.customers.values() if each.owner == owner]
    found = []
    # Never two at the same hour of a day.
    for day, hour in luck.sample([(d, h) for d in range(5) for h in HOURS], count):
        starts = memory.moment(monday - day, hour)
        customer = luck.choice(own)
        at_work = [
            each.row
            for each in sold
            if each.row.customer == customer and each.row.opened_at < starts < each.ended
        ]
        found.append(
            Visit(
                customer=customer,
                opportunity=at_work[0] if at_work else None,
                kind=luck.choice([VisitKind.ON_SITE] * 4 + [VisitKind.ONLINE, VisitKind.PHONE]),
                purpose=memory.of(luck.choice(memory.told["purposes"])),
                starts_at=starts,
                ends_at=starts + timedelta(minutes=75),
                owner=owner,
                state=VisitState.DONE,
                planned_at=starts - timedelta(days=1),
                checked_in_at=starts,
                held_at=starts,
                done_at=starts + timedelta(minutes=80),
                template=template,
            )
        )
    return found


def _tell(memory: Memory, visit: Visit) -> None:
    assert visit.held_at
    finished = VisitFinished(
        visit_id=visit.pk,
        number=visit.number,
        customer_id=visit.customer_id,
        opportunity_id=visit.opportunity_id,
        held_at=visit.held_at,
    )
    also = [visit.customer, *([visit.opportunity] if visit.opportunity else [])]
    at = memory.by_evening(visit.held_at + timedelta(minutes=80))
    memory.tell(finished, visit, *also, by=visit.owner, at=at)
