"""Matching never falls below what it reached once, on a slice of open data where there is some."""

import os
from pathlib import Path

import pytest

from benchmarks.matching import KNOWN, pair_task, scores

FOLDER = Path(os.environ.get("TWINTRACK_DATA", "/work/shared/data")) / "matching"
FILES = sorted(FOLDER.glob("pairs_*.tsv.gz"))
FLOORS = {"lcqmc": (0.55, 0.95), "afqmc": (0.10, 0.33)}


@pytest.mark.skipif(not FILES, reason=f"No open data in {FOLDER}; set TWINTRACK_DATA to use some.")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_right_one_is_found_as_often_as_before(path: Path) -> None:
    name = next((each for each in KNOWN if each in path.name), "")
    first, five = FLOORS.get(name, (0.0, 0.0))
    task = pair_task(path, 80)

    found = scores(
        task, lambda question: [match.key for match in task.corpus.find(question.document)]
    )

    assert (found[0] >= first, found[1] >= five) == (True, True), found
