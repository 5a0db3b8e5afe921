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


def test_a_course_is_drawn_on_a_scale_that_ends_on_a_round_number() -> None:
    drawing = figures.course([("2 Nov", 0), ("<9 Nov>", 1240)])

    assert ">2,000<" in drawing
    assert "&lt;9 Nov&gt;" in drawing
    assert drawing.count("<text") == 5


def test_a_course_of_one_week_or_none_is_no_error() -> None:
    assert "<circle" in figures.course([("2 Nov", 0)])
    assert figures.course([]) == ""
