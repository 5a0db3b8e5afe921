"""The burn-up is what the ledger tells, however the work went."""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.rnd.sprints.conftest import Crew
from tests.worker import drain
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints import operations
from twintrack.rnd.sprints.burning import Burn, read_burn
from twintrack.rnd.sprints.forecasting import foretell
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.sprints.models import ScopeMove
from twintrack.rnd.sprints.reactions import note_scope
from twintrack.rnd.sprints.results import result_of
from twintrack.rnd.work.lifecycle import State


def burn_of(iteration: Iteration, today: date) -> Burn:
    iteration.refresh_from_db()
    return read_burn(iteration, result_of(iteration), today=today)


def test_scope_and_done_stand_at_the_end_of_each_working_day(crew: Crew) -> None:
    first, second = crew.item(5), crew.item(3)
    crew.start()
    crew.on_day(2)
    crew.move(first, State.DONE)
    crew.on_day(3)
    crew.item(8)
    crew.move(first, State.IN_PROGRESS)
    crew.on_day(4)
    crew.edit(second, points=2)
    crew.move(second, State.DONE)
    # On a Saturday: it shows on Monday.
    crew.on_day(6)
    crew.move(first, State.DONE)
    # Two at once, read late: nothing counts twice.
    drain()

    burn = burn_of(crew.iteration, crew.iteration.start_on + timedelta(days=7))

    assert burn.scope == (8, 8, 16, 15, 15, 15)
    assert burn.done == (0, 5, 0, 2, 2, 7)
    assert burn.is_in_points
    # Before its first day there is nothing to draw, but it holds something all the same.
    early = burn_of(crew.iteration, crew.iteration.start_on - timedelta(days=3))
    assert (early.days, early.scope_now, early.done_now) == ((), 15, 0)
    # Six days are too few to foretell anything.
    assert burn.end is None
    before = ScopeMove.objects.count()
    for entry in Entry.objects.filter(kind__startswith="work_item."):
        note_scope(entry.event, entry)
    assert ScopeMove.objects.count() == before


def test_what_is_carried_over_does_not_leave_the_scope_it_was_in(crew: Crew) -> None:
    open_item, done = crew.item(5), crew.item(3)
    crew.start()
    crew.move(done, State.DONE)
    crew.on_day(14)
    operations.close_iteration(
        iteration=crew.iteration, decisions={open_item.pk: Decision.NEXT}, **crew.who
    )
    drain()

    burn = burn_of(crew.iteration, crew.iteration.end_on)
    following = burn_of(crew.following, crew.following.start_on)

    assert (burn.scope_now, burn.done_now) == (8, 3)
    assert following.scope == (5,)
    assert following.known_days == 10


def test_random_histories_burn_as_a_plain_recount_says(crew: Crew) -> None:
    chance = random.Random(4)
    items = [crew.item(chance.choice([1, 2, 3, None])) for _each in range(6)]
    crew.start()
    expected: dict[date, tuple[Decimal, Decimal]] = {}
    for number in range(1, 13):
        crew.on_day(number)
        for item in chance.sample(items, 3):
            item.refresh_from_db()
            act = chance.randrange(4)
            if act == 0:
                crew.move(item, chance.choice(item.next_states))
            elif act == 1:
                crew.edit(item, points=chance.choice([1, 2, 5, None]))
            elif act == 2:
                where = chance.choice([crew.iteration, crew.following, None])
                crew.edit(item, iteration=where)
            elif item.state != State.DONE:
                crew.move(item, State.DONE)
        expected[timezone.localdate(crew.now)] = _recount(crew)
    drain()

    burn = burn_of(crew.iteration, crew.iteration.start_on + timedelta(days=11))

    assert burn.days
    for day, scope, done in zip(burn.days, burn.scope, burn.done, strict=True):
        assert (scope, done) == expected[day], day


def _recount(crew: Crew) -> tuple[Decimal, Decimal]:
    scope = done = Decimal(0)
    for item in crew.made:
        item.refresh_from_db()
        if item.iteration_id == crew.iteration.pk and item.state != State.CANCELLED:
            scope += item.points or 0
            done += (item.points or 0) if item.state == State.DONE else 0
    return scope, done


@given(
    daily=st.lists(st.integers(0, 8), min_size=10, max_size=40),
    done=st.integers(0, 30),
    scope=st.integers(0, 60),
    left=st.integers(1, 10),
)
def test_a_band_never_falls_nor_leaves_the_scope(
    daily: list[int], done: int, scope: int, left: int
) -> None:
    bands = foretell(done=done, scope=scope, days_left=left, daily=daily, seed=1)

    assert len(bands) == left
    assert bands == foretell(done=done, scope=scope, days_left=left, daily=daily, seed=1)
    for before, now in pairwise(bands):
        assert before.low <= now.low
        assert before.high <= now.high
    end = bands[-1]
    assert done <= end.low <= end.middle <= end.high <= max(scope, done)
    assert not foretell(done=done, scope=scope, days_left=left, daily=daily[:9], seed=1)
