"""
Fills a database with work items in bulk: `python -m benchmarks.work_rows 1000000`.

Years of finished work, and two in a hundred that are open, as in a company that has worked long.
"""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from benchmarks.words import sentence  # noqa: E402
from twintrack.algorithms.ordering.rank import spread  # noqa: E402
from twintrack.foundation.objects.numbering import next_numbers  # noqa: E402
from twintrack.foundation.people.models import User  # noqa: E402
from twintrack.hub.products.models import Product  # noqa: E402
from twintrack.rnd.backlog.models import Requirement  # noqa: E402
from twintrack.rnd.iterations.models import Iteration  # noqa: E402
from twintrack.rnd.work.lifecycle import COLUMNS, State  # noqa: E402
from twintrack.rnd.work.models import Kind, WorkItem  # noqa: E402
from twintrack.rnd.work.operations.holding import places  # noqa: E402

BATCH = 5000
OPEN_IN = 50
NOW = datetime.now(UTC)
KINDS = [Kind.TASK, Kind.TASK, Kind.STORY, Kind.SPIKE]


@dataclass(frozen=True, kw_only=True)
class Among:
    """What work items are given to, and belong to."""

    people: list[User]
    products: list[Product]
    requirements: dict[int, list[Requirement]]


def fill(rows: int) -> None:
    """Add work items, in portions that are one transaction each."""
    random = Random(7)
    products = list(Product.objects.all())
    among = Among(
        people=list(User.objects.filter(is_active=True, is_service=False)),
        products=products,
        requirements={
            each.pk: list(Requirement.objects.filter(product=each)[:200]) for each in products
        },
    )
    iterations = list(Iteration.objects.all())
    for begin in range(0, rows, BATCH):
        count = min(BATCH, rows - begin)
        with transaction.atomic():
            ranks = spread(places.last(1)[0], None, count)
            numbers = next_numbers("W", count)
            WorkItem.objects.bulk_create(
                _row(random, begin + place, number=number, rank=rank, among=among)
                for place, (number, rank) in enumerate(zip(numbers, ranks, strict=True))
            )
    recent = WorkItem.objects.filter(state__in=COLUMNS[:4]).order_by("-pk")[:400]
    for item in recent:
        item.iteration = random.choice(iterations)
    WorkItem.objects.bulk_update(recent, ["iteration"])
    with connection.cursor() as cursor:
        # As a database that has rested does by itself.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _row(random: Random, index: int, *, number: str, rank: str, among: Among) -> WorkItem:
    product, person = random.choice(among.products), random.choice(among.people)
    is_open = index % OPEN_IN == 0
    state = random.choice(COLUMNS[:4]) if is_open else State.DONE
    began = NOW - timedelta(minutes=2.6 * (1_000_000 - index % 1_000_000))
    ended = None if is_open else min(began + timedelta(days=random.randint(1, 20)), NOW)
    known = among.requirements[product.pk]
    return WorkItem(
        number=number,
        kind=random.choice(KINDS),
        title=sentence(random, index)[:200],
        product=product,
        requirement=random.choice(known) if known and index % 3 == 0 else None,
        state=state,
        priority=random.randint(1, 4),
        assignee=person,
        points=Decimal(random.randint(1, 8)),
        rank=rank,
        entered_at=ended or began,
        started_at=None if state == State.TODO else began,
        done_at=ended,
        created_by=person,
        created_at=began,
        updated_at=ended or began,
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
