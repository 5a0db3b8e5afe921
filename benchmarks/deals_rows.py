"""
Fills a database with customers, opportunities and what happened to them in bulk:
`python -m benchmarks.deals_rows 100000`.

So many opportunities, one in ten of them open; twice as many customers, ten of whom have five
hundred opportunities each; ten entries of the ledger an opportunity, which every subscriber has
seen already.
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
from twintrack.foundation.ledger.models import Cursor, Entry, Subject  # noqa: E402
from twintrack.foundation.objects.numbering import next_numbers  # noqa: E402
from twintrack.foundation.people.models import User  # noqa: E402
from twintrack.sales.customers.models import Contact, Customer  # noqa: E402
from twintrack.sales.customers.names import core_of, name_initials  # noqa: E402
from twintrack.sales.pipeline.lifecycle import Outcome, Stage  # noqa: E402
from twintrack.sales.pipeline.models import Opportunity, PipelineStage, StagePassage  # noqa: E402

BATCH = 5000
OPEN_IN = 10
ENTRIES = 10
LARGE, OF_LARGE = 10, 500
NOW = datetime.now(UTC)
REGIONS = ("华东", "华南", "华北", "西南", "海外")


@dataclass(frozen=True, kw_only=True)
class Among:
    """What opportunities are given to, and how they go."""

    people: list[User]
    customers: list[int]
    stages: list[PipelineStage]


def fill(count: int) -> None:
    """Add opportunities and all that belongs to them, in portions of one transaction each."""
    random = Random(7)
    among = Among(
        people=list(User.objects.filter(is_active=True, is_service=False)),
        customers=_customers(random, 2 * count),
        stages=list(PipelineStage.objects.filter(is_active=True)),
    )
    for begin in range(0, count, BATCH):
        with transaction.atomic():
            made = _opportunities(random, begin, min(BATCH, count - begin), among)
            _pass_through(random, made, among)
            _tell(random, made)
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    Cursor.objects.update(position=last)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _customers(random: Random, count: int) -> list[int]:
    people = list(User.objects.filter(is_active=True, is_service=False))
    made: list[int] = []
    for begin in range(0, count, BATCH):
        numbers = next_numbers("CUST", min(BATCH, count - begin))
        names = [f"{random.choice(REGIONS)}客户 {number}" for number in numbers]
        rows = Customer.objects.bulk_create(
            Customer(
                number=number,
                name=name,
                name_core=core_of(name),
                name_initials=name_initials(name),
                region=random.choice(REGIONS),
                owner=random.choice(people),
                created_at=NOW - timedelta(days=random.randint(1, 2000)),
            )
            for number, name in zip(numbers, names, strict=True)
        )
        Contact.objects.bulk_create(Contact(customer=each, name="张先生") for each in rows)
        made += [each.pk for each in rows]
    return made


def _opportunities(random: Random, begin: int, count: int, among: Among) -> list[Opportunity]:
    rows = []
    for index, number in enumerate(next_numbers("O", count), start=begin):
        is_open = index % OPEN_IN == 0
        age = random.randint(1, 180) if is_open else random.randint(1, 1800)
        opened = NOW - timedelta(days=age)
        closed = None if is_open else min(opened + timedelta(days=random.randint(5, 150)), NOW)
        stage = random.choice(among.stages).code if is_open else random.choice(["won", "lost"])
        large = index < LARGE * OF_LARGE
        rows.append(
            Opportunity(
                number=number,
                customer_id=among.customers[index % LARGE] if large else _any(random, among),
                name=sentence(random, index)[:120],
                amount=Decimal(random.randint(10, 900) * 1000),
                currency="EUR" if index % 12 == 0 else "CNY",
                expected_close_on=(NOW + timedelta(days=random.randint(-20, 200))).date(),
                stage=stage,
                stage_since=closed or opened + timedelta(days=age // 2),
                next_step="回访" if index % 3 else "",
                next_step_on=(NOW + timedelta(days=random.randint(-5, 20))).date()
                if index % 3
                else None,
                owner=random.choice(among.people),
                opened_at=opened,
                closed_at=closed,
            )
        )
    return list(Opportunity.objects.bulk_create(rows))


def _any(random: Random, among: Among) -> int:
    return among.customers[random.randrange(LARGE, len(among.customers))]


def _pass_through(random: Random, made: list[Opportunity], among: Among) -> None:
    codes = [each.code for each in among.stages]
    passages = []
    for each in made:
        upto = codes.index(each.stage) if each.stage in codes else random.randrange(len(codes))
        until = each.closed_at or each.stage_since
        step = (until - each.opened_at) / (upto + 1)
        for place, stage in enumerate(among.stages[: upto + 1]):
            is_here = place == upto
            left = (
                None if is_here and each.closed_at is None else each.opened_at + step * (place + 1)
            )
            ended = Outcome.WON if each.stage == Stage.WON else Outcome.LOST
            outcome = "" if left is None else ended if is_here else Outcome.ONWARD
            passages.append(
                StagePassage(
                    opportunity=each,
                    stage=stage.code,
                    name_zh=stage.name_zh,
                    name_en=stage.name_en,
                    probability=stage.probability,
                    entered_at=each.opened_at + step * place,
                    entered_by=each.owner,
                    left_at=left,
                    outcome=outcome,
                )
            )
    StagePassage.objects.bulk_create(passages, batch_size=BATCH)


def _tell(random: Random, made: list[Opportunity]) -> None:
    entries = [
        Entry(
            kind="opportunity.changed",
            payload={
                "opportunity_id": each.pk,
                "number": each.number,
                "customer_id": each.customer_id,
                "fields": ["amount"],
                "came_from": {"amount": "10000"},
                "to": {"amount": str(each.amount)},
            },
            about_kind="opportunity",
            about_id=each.pk,
            actor=each.owner,
            happened_at=each.opened_at + timedelta(days=random.randint(0, 5)),
        )
        for each in made
        for _turn in range(ENTRIES)
    ]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    customers = {each.pk: each.customer_id for each in made}
    Subject.objects.bulk_create(
        [
            Subject(entry=entry, kind=kind, object_id=pk)
            for entry in entries
            for kind, pk in (
                ("opportunity", entry.about_id),
                ("customer", customers[entry.about_id]),
            )
        ],
        batch_size=BATCH,
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
