"""
Fills a database with rows in bulk: `python -m benchmarks.rows 20000`.

The rows are those that the product's own operations would have written, ledger and index
included; bulk is only faster.
"""

import sys
from datetime import UTC, datetime, timedelta
from random import Random

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from benchmarks.words import sentence  # noqa: E402
from twintrack.foundation.ledger.models import Entry, Subject  # noqa: E402
from twintrack.foundation.objects.numbering import next_numbers  # noqa: E402
from twintrack.foundation.people.models import User  # noqa: E402
from twintrack.foundation.search.operations import index_everything  # noqa: E402
from twintrack.helix.handoffs.models import Handoff, Way  # noqa: E402
from twintrack.hub.products.models import Product  # noqa: E402
from twintrack.rnd.backlog.lifecycle import State  # noqa: E402
from twintrack.rnd.backlog.models import Requirement  # noqa: E402
from twintrack.sales.customers.models import Customer  # noqa: E402
from twintrack.sales.feedback.lifecycle import State as FeedbackState  # noqa: E402
from twintrack.sales.feedback.models import Feedback  # noqa: E402

CUSTOMERS_PER_ROW = 20
BATCH = 1000
NOW = datetime.now(UTC)
# Half of a real pool waits, the rest is spread over its life.
STATES = [State.PROPOSED] * 5 + [
    State.ACCEPTED,
    State.PLANNED,
    State.IN_DEVELOPMENT,
    State.IN_TESTING,
    State.RELEASED,
]


def fill(rows: int) -> None:
    """Add requirements, feedback behind each of them, and what the ledger says of both."""
    random = Random(7)
    people = list(User.objects.filter(is_active=True, is_service=False))
    products = list(Product.objects.all())
    customers = _customers(max(1, rows // CUSTOMERS_PER_ROW), people)
    requirements, feedback = [], []
    numbers = zip(next_numbers("REQ", rows), next_numbers("FB", rows), strict=True)
    for index, (requirement_number, feedback_number) in enumerate(numbers):
        at = NOW - timedelta(minutes=10 * (rows - index))
        product, person = random.choice(products), random.choice(people)
        words = sentence(random, index)
        requirements.append(
            Requirement(
                number=requirement_number,
                product=product,
                title=words[:200],
                description=f"{words}\n{sentence(random, index)}",
                state=random.choice(STATES),
                priority=random.randint(1, 4),
                owner=person,
                value_score=random.randint(0, 100),
                customers_count=1,
                feedback_count=1,
                created_by=person,
                created_at=at,
                updated_at=at,
            )
        )
        feedback.append(
            Feedback(
                number=feedback_number,
                customer=random.choice(customers),
                product=product,
                title=words[:120],
                verbatim=words,
                state=FeedbackState.LINKED if index % 20 else FeedbackState.NEW,
                recorded_by=person,
                recorded_at=at,
                occurred_at=at,
                owner=person,
            )
        )
    Requirement.objects.bulk_create(requirements, batch_size=BATCH)
    Feedback.objects.bulk_create(feedback, batch_size=BATCH)
    Handoff.objects.bulk_create(
        [
            Handoff(
                feedback=one,
                product_id=other.product_id,
                requirement=other,
                way=Way.CREATED,
                made_at=other.created_at,
            )
            for one, other in zip(feedback, requirements, strict=True)
        ],
        batch_size=BATCH,
    )
    _tell(requirements, feedback)


def _customers(count: int, people: list[User]) -> list[Customer]:
    made = [
        Customer(
            number=number,
            name=f"Customer {number}",
            owner=people[index % len(people)],
            created_at=NOW,
        )
        for index, number in enumerate(next_numbers("CUST", count))
    ]
    return Customer.objects.bulk_create(made, batch_size=BATCH)


def _tell(requirements: list[Requirement], feedback: list[Feedback]) -> None:
    entries: list[Entry] = []
    subjects: list[list[tuple[str, int]]] = []
    for one, other in zip(feedback, requirements, strict=True):
        recorded = {
            "feedback_id": one.pk,
            "number": one.number,
            "customer_id": one.customer_id,
            "product_id": one.product_id,
            "feedback_kind": one.kind,
            "severity": one.severity,
            "title": one.title,
        }
        proposed = {
            "requirement_id": other.pk,
            "number": other.number,
            "product_id": other.product_id,
            "title": other.title,
        }
        entries += [
            _entry("feedback.recorded", recorded, "feedback", one.pk, one),
            _entry("requirement.proposed", proposed, "requirement", other.pk, one),
        ]
        subjects += [
            [("feedback", one.pk), ("customer", one.customer_id), ("product", one.product_id)],
            [("requirement", other.pk), ("product", other.product_id)],
        ]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    Subject.objects.bulk_create(
        [
            Subject(entry=entry, kind=kind, object_id=pk)
            for entry, about in zip(entries, subjects, strict=True)
            for kind, pk in about
        ],
        batch_size=BATCH,
    )


def _entry(kind: str, payload: dict[str, object], about: str, pk: int, said: Feedback) -> Entry:
    return Entry(
        kind=kind,
        payload=payload,
        about_kind=about,
        about_id=pk,
        actor_id=said.recorded_by_id,
        happened_at=said.recorded_at,
    )


if __name__ == "__main__":
    with transaction.atomic():
        fill(int(sys.argv[1]))
        index_everything()
    if connection.vendor == "postgresql":
        # What autovacuum does within a minute of so many rows.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
