"""
Words of what customers and engineers write, in Chinese and English, without a dictionary.

Single Chinese characters beat segmentation for short texts (docs/benchmarks.md); pairs of
characters find the rare words among very many texts.
"""

import re
import unicodedata
from collections.abc import Iterator

RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")
PIECE = 3


def is_chinese(run: str) -> bool:
    """Say whether a run of characters is Chinese."""
    return "\u3400" <= run[0] <= "\u9fff"


def runs_of(text: str) -> list[str]:
    """Split a text into words of small letters and digits, and runs of Chinese characters."""
    return RUN.findall(unicodedata.normalize("NFKC", text).lower())


def words_of(text: str) -> list[str]:
    """Give the words of a text: Latin words whole, Chinese characters one by one."""
    return [word for run in runs_of(text) for word in (list(run) if is_chinese(run) else [run])]


def pairs_of(text: str) -> list[str]:
    """Give the neighbouring pairs of Chinese characters."""
    return [pair for run in runs_of(text) if is_chinese(run) for pair in _pieces(run, 2)]


def shapes_of(text: str) -> frozenset[str]:
    """Give what a text looks like: pairs of Chinese characters, pieces of Latin words."""
    found: set[str] = set()
    for run in runs_of(text):
        found.update(_pieces(run, 2) if is_chinese(run) else _pieces(f"^{run}$", PIECE))
    return frozenset(found)


def _pieces(run: str, length: int) -> Iterator[str]:
    return (run[at : at + length] for at in range(len(run) - length + 1))
