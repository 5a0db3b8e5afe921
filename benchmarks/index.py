"""How quick the index of requirements is in the database, at any size."""

import random
import time
from collections.abc import Sequence

from benchmarks.company import in_this_process
from benchmarks.report import Bar, spread

ASKED = 400
ADDED = 300


def index_bars(texts: Sequence[str], *, rows: int, database: str) -> list[Bar]:
    """Fill the index with `rows` requirements of two texts each, then ask and add."""
    with in_this_process(database):
        import django

        django.setup()
        from django.db import connection

        try:
            return _measure(texts, rows)
        finally:
            connection.close()


def _measure(texts: Sequence[str], rows: int) -> list[Bar]:
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from twintrack.foundation.people.models import User
    from twintrack.helix.matching.operations import index
    from twintrack.helix.matching.queries import find_similar
    from twintrack.hub.products.models import Product
    from twintrack.rnd.backlog.models import Requirement

    call_command("migrate", verbosity=0)
    dice, now = random.Random(1), timezone.now()
    owner = User.objects.create_user("owner@example.com", name="Owner")
    product = Product.objects.create(code="p", name="P", owner=owner, created_at=now)

    def requirements(first: int, count: int) -> list[Requirement]:
        made = [
            Requirement(
                number=f"REQ-{number}",
                product=product,
                title=dice.choice(texts)[:200],
                description=f"{dice.choice(texts)} {dice.choice(texts)}",
                owner=owner,
                created_by=owner,
                created_at=now,
                updated_at=now,
            )
            for number in range(first, first + count)
        ]
        return Requirement.objects.bulk_create(made, batch_size=500)

    for first in range(0, rows, 1000):
        with transaction.atomic():
            for requirement in requirements(first, min(1000, rows - first)):
                index(requirement=requirement)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    asked = []
    for _each in range(ASKED):
        title, body = dice.choice(texts)[:200], dice.choice(texts)
        began = time.perf_counter()
        find_similar(product=product, title=title, body=body)
        asked.append(time.perf_counter() - began)
    added = []
    for requirement in requirements(rows, ADDED):
        began = time.perf_counter()
        index(requirement=requirement)
        added.append(time.perf_counter() - began)
    at = f"at {rows} requirements, {connection.vendor}"
    return [
        Bar(bar=f"find similar, p95 ms, {at}", figure=spread(asked)[1], limit=20),
        Bar(bar=f"add one, p95 ms, {at}", figure=spread(added)[1], limit=10),
    ]
