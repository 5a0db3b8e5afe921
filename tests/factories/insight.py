"""Most of a year of commits; in one module they come more rarely in the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from django.db import transaction

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.hub.scheduling.working_days import is_working_day
from twintrack.rnd.engineering.events import RepositoryIngested
from twintrack.rnd.engineering.models import Commit, CommitModule, Repository

_numbers = count(1)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
# The Monday of the last full week.
LAST = datetime(2026, 11, 16, 9, tzinfo=UTC)


@dataclass
class Told:
    product: Product
    module: Module
    repository: Repository
    lead: User


def make_commits(told: Told, week: datetime, many: int, *, module: Module | None = None) -> None:
    """Write commits of one week, a few each working day."""
    commits = Commit.objects.bulk_create(
        Commit(
            repository=told.repository,
            sha=f"{next(_numbers):040x}",
            author_name="Bob",
            author_mail="bob@example.com",
            author=told.lead,
            authored_at=week,
            committed_at=week + timedelta(days=n % 5, minutes=n),
            subject=f"Change {n} of {week:%d %b}",
            lines_added=3,
        )
        for n in range(many)
        # Nobody works on holidays.
        if is_working_day((week + timedelta(days=n % 5)).date())
    )
    if module:
        CommitModule.objects.bulk_create(
            CommitModule(commit=each, module=module) for each in commits
        )


@transaction.atomic
def tell_of_commits(told: Told, *, lost: int = 0) -> None:
    """Let the ledger say that the repository was read."""
    record(
        RepositoryIngested(
            repository_id=told.repository.pk,
            name=told.repository.name,
            commits=1,
            tags=0,
            links=0,
            lost_commits=lost,
            lost_tags=0,
        ),
        about=told.repository,
        by=told.lead,
        at=NOW,
    )


def make_history(*, weeks: int = 40, quiet: int = 4) -> Told:
    """Make a product whose commits come steadily, and rarely in its last `quiet` weeks."""
    lead = make_user(Role.RND_LEAD)
    product = make_product(code="h3", name="H3", owner=make_user(Role.PRODUCT_MANAGER, name="Lin"))
    module = Module.objects.create(product=product, name="current")
    repository = Repository.objects.create(
        number="REPO-T1",
        product=product,
        name="h3-firmware",
        source="/nowhere",
        added_by=lead,
        created_at=NOW,
    )
    told = Told(product, module, repository, lead)
    for turn in range(weeks):
        week = LAST - timedelta(weeks=weeks - 1 - turn)
        is_quiet = turn >= weeks - quiet
        make_commits(told, week, 2 if is_quiet else 18 + turn % 5, module=module)
        make_commits(told, week, 6 + turn % 3)
    tell_of_commits(told)
    return told
