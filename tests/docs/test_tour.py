"""The tour of the pages has a small picture for each of them, in both languages."""

import re
from pathlib import Path

import pytest

from tools.pictures import ALL

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHOWN = re.compile(r"!\[[^\]]+\]\((pictures/[^)]+)\)")
MOST = 150 * 1024


@pytest.mark.parametrize("page", ["tour.md", "tour.zh.md"])
def test_each_page_is_shown_once_and_every_picture_is_small(page: str) -> None:
    shown = [DOCS / each for each in SHOWN.findall((DOCS / page).read_text())]

    assert shown == [each.file for each in ALL]
    assert all(each.stat().st_size <= MOST for each in shown)


def test_no_picture_lies_there_for_nobody() -> None:
    assert set((DOCS / "pictures").iterdir()) == {each.file for each in ALL}
