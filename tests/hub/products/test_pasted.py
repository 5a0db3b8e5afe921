"""A pasted table of how many were in use."""

from datetime import date

import pytest

from twintrack.hub.products.pasted import Line, read_table

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    "text",
    [
        "2026-W47, 3.2, 1240",
        "2026W47;3.2;1240",
        "2026-11-18\t3.2\t1,240",
        "week,version,active\n2026/11/22, 3.2, 1 240\n\n",
        "周,版本,在用\n2026-11-16,3.2,1240",
        "2026-11-16, 3.2, 1,240",
    ],
)
def test_a_table_is_read_however_it_was_parted(text: str) -> None:
    table = read_table(text, versions={"3.2"})

    assert table.lines == [Line(week=MONDAY, version="3.2", active=1240)]
    assert table.problems == []


@pytest.mark.parametrize("text", ["2026-W47, 1240", "2026-W47,,1240", "2026-W47, -, 1240"])
def test_without_a_version_the_number_is_the_products(text: str) -> None:
    assert read_table(text, versions=set()).lines[0].version == ""


def test_each_line_that_cannot_be_read_is_told_with_its_number() -> None:
    lines = ["2026-W47, 3.2, 10", "2026-W60, 3.2, 10", "soon, 3.2, 10"]
    lines += ["2026-W47, 9, 10", "2026-W47, 3.2, ten", "1"]
    table = read_table("\n".join(lines), versions={"3.2"})

    assert len(table.lines) == 1
    assert [number for number, _reason in table.problems] == [2, 3, 4, 5, 6]


def test_more_lines_than_can_be_read_are_refused() -> None:
    text = "\n".join(["2026-W47, 1"] * 5100)

    assert read_table(text, versions=set()).problems[0][0] == 5001
