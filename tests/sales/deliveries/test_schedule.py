"""When a delivery will be finished, and whose the days are that it is late by."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.deliveries import make_plan
from twintrack.hub.scheduling.working_days import is_working_day, working_days_between
from twintrack.sales.deliveries.plans import lay_out, read_plan, unsound_part, write_plan
from twintrack.sales.deliveries.schedule import (
    TaskDays,
    WaitDays,
    in_order,
    reckon,
    runs_in_circle,
    waited_days,
)

# Mondays of weeks without public holidays.
MONDAY, NEXT = date(2026, 11, 16), date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def week_of_work(pk: int = 1, **over: object) -> TaskDays:
    given: dict[str, object] = {"pk": pk, "start_on": MONDAY, "finish_on": FRIDAY} | over
    return TaskDays(**given)  # type: ignore[arg-type]


def test_a_template_gives_days_on_which_people_work_one_task_after_the_other() -> None:
    days = lay_out(make_plan().tasks, date(2026, 11, 21))

    assert days == [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 25), date(2026, 12, 1)),
    ]


def test_a_task_on_its_way_is_finished_when_it_was_planned() -> None:
    found = reckon([week_of_work(started_on=MONDAY)], [], today=MONDAY, due_on=FRIDAY)

    assert (found.finish_on, found.days_late) == (FRIDAY, 0)


def test_days_of_waiting_move_the_finish_by_working_days_and_are_told_apart() -> None:
    waits = [
        WaitDays(whom="customer", since=MONDAY, until=MONDAY + 2 * DAY, task=1),
        WaitDays(whom="rnd", since=MONDAY + 2 * DAY, until=MONDAY + 3 * DAY, task=1),
    ]
    found = reckon([week_of_work(started_on=MONDAY)], waits, today=FRIDAY, due_on=FRIDAY)

    assert found.finish_on == NEXT + 2 * DAY
    assert (found.days_late, found.customers_days) == (3, 2)
    assert found.waited == {"customer": 2, "rnd": 1}


def test_what_follows_waits_as_well_and_what_does_not_stays() -> None:
    after = week_of_work(2, start_on=NEXT, finish_on=NEXT, after=(1,))
    beside = week_of_work(3, start_on=NEXT, finish_on=NEXT)
    waits = [WaitDays(whom="customer", since=MONDAY, until=MONDAY + DAY, task=1)]
    found = reckon(
        [after, beside, week_of_work(started_on=MONDAY)], waits, today=FRIDAY, due_on=NEXT
    )

    assert found.spans[1][1] == NEXT
    assert found.spans[2] == (NEXT + DAY, NEXT + DAY)
    assert found.spans[3] == (NEXT, NEXT)
    assert found.path == (1, 2)


def test_a_wait_beside_the_way_to_the_end_excuses_nothing() -> None:
    beside = week_of_work(2, finish_on=MONDAY, started_on=MONDAY, done_on=MONDAY)
    waits = [WaitDays(whom="customer", since=MONDAY, until=FRIDAY, task=2)]
    found = reckon(
        [week_of_work(started_on=MONDAY), beside], waits, today=NEXT + DAY, due_on=FRIDAY
    )

    assert (found.days_late, found.customers_days) == (2, 0)


def test_the_whole_delivery_can_wait_and_it_still_does_today() -> None:
    waits = [WaitDays(whom="customer", since=MONDAY)]
    found = reckon([week_of_work(started_on=MONDAY)], waits, today=FRIDAY, due_on=FRIDAY)

    assert (found.days_late, found.customers_days) == (4, 4)


def test_what_was_accepted_is_finished_on_that_day() -> None:
    found = reckon([week_of_work()], [], today=NEXT + 30 * DAY, due_on=FRIDAY, accepted_on=NEXT)

    assert (found.finish_on, found.days_late) == (NEXT, 1)


def test_without_tasks_it_is_finished_as_planned_and_late_once_that_is_over() -> None:
    assert reckon([], [], today=MONDAY, due_on=FRIDAY).finish_on == FRIDAY
    assert reckon([], [], today=NEXT, due_on=FRIDAY).days_late == 1


def test_days_on_which_two_things_wait_count_once() -> None:
    waits = [
        WaitDays(whom="us", since=MONDAY, until=FRIDAY),
        WaitDays(whom="us", since=MONDAY + DAY, until=NEXT),
    ]
    assert waited_days(waits, NEXT) == 5


@pytest.mark.parametrize(
    ("after", "runs"),
    [
        ({1: {2}, 2: ()}, False),
        ({1: {2}, 2: {3}, 3: {1}}, True),
        ({1: {1}}, True),
        ({1: {2, 3}, 2: {4}, 3: {4}, 4: ()}, False),
        ({1: {2, 3}, 2: (), 3: {4}, 4: {5, 1}, 5: ()}, True),
        # A circle elsewhere keeps nobody from looking.
        ({1: {2}, 2: {3}, 3: {2}}, False),
    ],
)
def test_a_circle_is_seen(after: dict[int, Collection[int]], runs: bool) -> None:
    assert runs_in_circle(after, 1) is runs


def test_tasks_in_a_circle_are_sorted_all_the_same() -> None:
    assert len(in_order([week_of_work(1, after=(2,)), week_of_work(2, after=(1,))])) == 2


def test_of_several_before_it_the_one_done_last_is_waited_for() -> None:
    short = week_of_work(1, finish_on=MONDAY, started_on=MONDAY, done_on=MONDAY)
    long = week_of_work(2, started_on=MONDAY)
    both = week_of_work(3, start_on=MONDAY + DAY, finish_on=MONDAY + DAY, after=(1, 2))
    waits = [
        WaitDays(whom="us", since=MONDAY, until=MONDAY + DAY, task=1),
        WaitDays(whom="customer", since=MONDAY, until=MONDAY + DAY, task=2),
    ]
    found = reckon([both, long, short], waits, today=MONDAY, due_on=FRIDAY)

    assert found.spans[3] == (NEXT, NEXT)
    assert found.path == (2, 3)
    assert "us" not in found.waited


def test_what_was_dropped_is_waited_for_by_nobody() -> None:
    left = week_of_work(2, start_on=MONDAY, finish_on=MONDAY, after=(1, 7))
    found = reckon([week_of_work(1), left], [], today=MONDAY, due_on=FRIDAY)

    assert found.spans[2] == (NEXT, NEXT)


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 9), st.sets(st.integers(1, 6))),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 40),
)
def test_nothing_is_finished_before_what_it_follows_nor_in_the_past(
    drawn: list[tuple[int, int, set[int]]], gone: int
) -> None:
    tasks = [
        TaskDays(
            pk=place,
            start_on=MONDAY + begin * DAY,
            finish_on=MONDAY + (begin + length) * DAY,
            after=tuple(each for each in before if each < place),
        )
        for place, (begin, length, before) in enumerate(drawn, start=1)
    ]
    today = MONDAY + gone * DAY
    found = reckon(tasks, [], today=today, due_on=MONDAY)

    assert found.finish_on >= today
    for task in tasks:
        start, finish = found.spans[task.pk]
        assert is_working_day(start)
        assert is_working_day(finish)
        planned = max(1, working_days_between(task.start_on - DAY, task.finish_on))
        assert working_days_between(start - DAY, finish) == planned
        assert all(start > found.spans[each][1] for each in task.after)


def test_a_template_written_when_tasks_followed_one_is_read_as_before() -> None:
    written = write_plan(make_plan())
    for old, new in ((None, ()), (0, (0,)), ([0], (0,))):
        written["tasks"][1]["after"] = old
        assert read_plan(written).tasks[1].after == new
    written["tasks"][1]["after"] = [0, 1]
    assert unsound_part(read_plan(written)) == "order"


def test_a_planned_task_begins_when_the_last_of_several_is_done() -> None:
    briefing, install = make_plan().tasks
    both = replace(install, after=(0, 1), gap=2)
    days = lay_out([briefing, install, both], MONDAY)

    assert days[2][0] == days[1][1] + 3 * DAY
