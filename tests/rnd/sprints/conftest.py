"""A team in an iteration with work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.iterations import MONDAY, make_iteration
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.iterations import operations as iterations
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Work

HOUR = timedelta(hours=1)


@dataclass
class Crew:
    """Alice leads, Bob works; the clock goes on by an hour with everything they do."""

    alice: User
    bob: User
    product: Product
    iteration: Iteration
    following: Iteration
    now: datetime = datetime(2026, 11, 16, 1, tzinfo=UTC)
    made: list[WorkItem] = field(default_factory=list)

    @property
    def who(self) -> dict[str, Any]:
        self.now += HOUR
        return {"by": self.alice, "at": self.now}

    def item(self, points: object = 3, **values: Any) -> WorkItem:
        """Write work down; in the iteration unless another is named."""
        told = {"iteration": self.iteration, "points": points, "assignee": self.bob} | values
        told = {name: value for name, value in told.items() if value is not None}
        made = Work(product=self.product, title=f"Work {len(self.made)}", values=told)
        item = work.add(work=made, **self.who)
        self.made.append(item)
        return item

    def move(self, item: WorkItem, to: State) -> None:
        work.move(item=item, to=to, **self.who)

    def edit(self, item: WorkItem, **values: Any) -> None:
        edits = [work.Edit(field=name, value=value) for name, value in values.items()]
        work.change(item=item, edits=edits, **self.who)

    def start(self, iteration: Iteration | None = None) -> Iteration:
        return iterations.start_iteration(iteration=iteration or self.iteration, **self.who)

    def on_day(self, number: int) -> None:
        """Go on to the n-th calendar day of the iteration, in the morning."""
        self.now = datetime(2026, 11, 15 + number, 1, tzinfo=UTC)


@pytest.fixture
def crew(db: None) -> Crew:
    alice = make_user(Role.RND_LEAD, name="Alice")
    bob = make_user(Role.ENGINEER, name="Bob")
    first = make_iteration(alice, bob, name="First")
    second = make_iteration(team=first.team, name="Second", start_on=MONDAY + timedelta(days=14))
    return Crew(alice=alice, bob=bob, product=make_product(), iteration=first, following=second)

    return lambda value: Decimal(str(value))
