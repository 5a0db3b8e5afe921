"""Small pictures."""

from hypothesis import given
from hypothesis import strategies as st

from twintrack.ui import figures

numbers = st.floats(min_value=-1e6, max_value=1e6)


def test_a_single_value_draws_nothing() -> None:
    assert figures.sparkline([4.2]) == ""


@given(st.lists(numbers, min_size=2, max_size=40))
def test_a_sparkline_has_one_corner_a_value(values: list[float]) -> None:
    drawn = figures.sparkline(values, band=(min(values), max(values)))

    line = drawn.split('class="s-line" d="')[1].split('"')[0]
    assert line.count("M") == 1
    assert line.count("L") == len(values) - 1
