"""The words two texts share, as a person would mark them with a pen."""

from collections.abc import Callable

from twintrack.algorithms.matching.bm25 import COMMON
from twintrack.algorithms.matching.tokens import is_chinese, runs_of

SHOWN = 8


def shared_words(new: str, other: str, rarity: Callable[[str], float]) -> list[str]:
    """
    Give the words and stretches of Chinese that both texts hold, the most telling first.

    A stretch is as long as it is the same in both; single characters and words that say little
    are left out.
    """
    there = runs_of(other)
    latin = {run for run in there if not is_chinese(run)}
    chinese = "\n".join(run for run in there if is_chinese(run))
    found: dict[str, float] = {}
    for run in runs_of(new):
        if not is_chinese(run):
            if run in latin and run not in COMMON:
                found[run] = rarity(run)
            continue
        for stretch in _stretches(run, chinese):
            worth = [rarity(each) for each in stretch if each not in COMMON]
            if worth:
                found[stretch] = sum(worth)
    return sorted(found, key=lambda word: (-found[word], word))[:SHOWN]


def _stretches(run: str, there: str) -> list[str]:
    found, at = [], 0
    while at < len(run) - 1:
        end = at + 2
        while end <= len(run) and run[at:end] in there:
            end += 1
        if end > at + 2:
            found.append(run[at : end - 1])
            at = end - 1
        else:
            at += 1
    return found
