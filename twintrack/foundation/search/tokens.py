"""
Words of the index: Latin words, and overlapping pairs of Chinese characters.

The same on both databases. Pairs find every two-character word without a dictionary
(2,295 of 2,295 at 100,000 documents, docs/benchmarks of the design); a single character is kept
where a run has only one.
"""

import re

from pypinyin import Style, lazy_pinyin

RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")


def is_chinese(run: str) -> bool:
    """Say whether a run of characters is Chinese."""
    return "\u3400" <= run[0] <= "\u9fff"


def runs_of(text: str) -> list[str]:
    """Split a text into Latin words in small letters and runs of Chinese characters."""
    return RUN.findall(text.lower())


def pairs_of(run: str) -> list[str]:
    """Give the overlapping pairs of a run, or its one character."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def index_tokens(text: str) -> list[str]:
    """Give the words that a text is found by."""
    found: list[str] = []
    for run in runs_of(text):
        # The last character begins no pair; alone it can still be found by its own.
        found += [*pairs_of(run), run[-1]] if is_chinese(run) else [run]
    return found


def initials_of(title: str) -> list[str]:
    """Give the first letters of the pinyin of each Chinese run: 张力跳动 gives zltd."""
    runs = [run for run in runs_of(title) if is_chinese(run)]
    return ["".join(lazy_pinyin(run, style=Style.FIRST_LETTER)) for run in runs]


def spellings_of(title: str) -> list[str]:
    """Give the whole pinyin of each Chinese run: 张力跳动 gives zhanglitiaodong."""
    return ["".join(lazy_pinyin(run)) for run in runs_of(title) if is_chinese(run)]


def query_tokens(text: str) -> list[str]:
    """Give the words that a document must hold, the beginning of a word counting as the word."""
    return [
        token for run in runs_of(text) for token in (pairs_of(run) if is_chinese(run) else [run])
    ]
