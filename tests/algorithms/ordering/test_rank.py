"""Ranks: between any two there is a third, and many stay short."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twintrack.algorithms.ordering.rank import FIRST, NoRoom, between, spread

PLACES = st.lists(st.integers(min_value=0, max_value=10_000), max_size=120)


@given(PLACES)
def test_whatever_is_put_where_the_ranks_stay_in_order(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        low = ranks[at - 1] if at else None
        high = ranks[at] if at < len(ranks) else None
        ranks.insert(at, between(low, high))

    assert all(earlier < later for earlier, later in pairwise(ranks))
    assert all(not rank.endswith("0") or len(rank) <= 4 for rank in ranks)


@given(st.integers(min_value=0, max_value=300), st.booleans(), st.booleans())
def test_ranks_spread_between_two_stay_between_them(count: int, low: bool, high: bool) -> None:
    bottom, top = between(None, FIRST) if low else None, between(FIRST, None) if high else None

    ranks = spread(bottom, top, count)

    row = [*([bottom] if bottom else []), *ranks, *([top] if top else [])]
    assert len(ranks) == count
    assert all(earlier < later for earlier, later in pairwise(row))


def test_adding_at_either_end_a_hundred_thousand_times_keeps_ranks_short() -> None:
    last = first = FIRST
    for _each in range(100_000):
        last, first = between(last, None), between(None, first)

    assert first < FIRST < last
    assert len(last) <= 6
    assert len(first) <= 6


def test_always_dropping_into_the_same_gap_grows_slowly() -> None:
    low, high = FIRST, between(FIRST, None)
    for _each in range(200):
        high = between(low, high)

    assert len(high) < 60


@pytest.mark.parametrize(("low", "high"), [("n1", "n1"), ("n2", "n1")])
def test_between_the_same_or_reversed_places_there_is_no_room(low: str, high: str) -> None:
    with pytest.raises(NoRoom):
        between(low, high)
