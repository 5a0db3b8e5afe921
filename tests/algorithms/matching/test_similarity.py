"""How surely two texts are about the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twintrack.algorithms.matching.bm25 import rarity
from twintrack.algorithms.matching.corpus import Corpus
from twintrack.algorithms.matching.documents import Document, read
from twintrack.algorithms.matching.explanation import shared_words
from twintrack.algorithms.matching.similarity import (
    Comparison,
    Features,
    similarity,
    with_leads,
)

BACKLOG = [
    "换卷时张力波动导致断带",
    "触摸屏在低温下没有反应",
    "希望导出报表支持 Excel 格式",
    "Tension jumps when the reel changes and the film breaks",
    "报警信息看不懂",
]


def corpus() -> Corpus[str]:
    filled: Corpus[str] = Corpus()
    for text in BACKLOG:
        filled.add(text, read(text))
    return filled


def test_the_rarer_a_word_the_more_it_tells() -> None:
    assert rarity(100, 1) > rarity(100, 10) > rarity(100, 100) > 0


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("换卷的时候张力会突然跳一下，薄膜就断了", BACKLOG[0]),
        ("能不能把报表导成Excel", BACKLOG[2]),
        ("the film breaks at reel change", BACKLOG[3]),
        ("报警看不懂，希望给出处理办法", BACKLOG[4]),
    ],
)
def test_what_is_meant_comes_first(said: str, meant: str) -> None:
    best = corpus().find(read(said))[0]

    assert best.key == meant


def test_what_nobody_has_asked_for_is_not_surely_the_same_as_anything() -> None:
    found = corpus().find(read("我们想采购更多设备"))

    assert all(match.similarity < 0.15 for match in found)


def test_the_same_text_again_is_surely_the_same() -> None:
    assert corpus().find(read(BACKLOG[1]))[0].similarity > 0.9


def test_who_leads_is_surer_than_one_of_many_alike() -> None:
    alike = Features(coverage=0.6, title=0.6, shape=0.6, rare=0.6)
    weak = Features(coverage=0.1, title=0.1, shape=0.1, rare=0.1)

    leading = with_leads([alike, weak, weak])[0]
    one_of_many = with_leads([alike, alike, alike, alike])[0]

    assert similarity(leading) > similarity(one_of_many)


def test_another_module_speaks_against() -> None:
    same = Features(coverage=0.6, title=0.6, shape=0.6, rare=0.6, module=1)
    other = Features(coverage=0.6, title=0.6, shape=0.6, rare=0.6, module=-1)

    assert similarity(same) > similarity(other)


texts = st.text(alphabet="换卷张力断带报警 abc", max_size=40)


@given(texts, texts)
def test_every_feature_and_the_similarity_are_shares(one: str, two: str) -> None:
    features = Comparison(read(one), lambda word: 1.0).with_text(read(two))

    assert all(0 <= value <= 1.0000001 for value in features.values)
    assert 0 <= similarity(features) <= 1


@given(texts)
def test_what_is_kept_compares_as_the_text_itself(text: str) -> None:
    document = read(text, "张力")
    again = Document.from_json(document.to_json())

    comparison = Comparison(document, lambda word: 1.0)
    assert comparison.with_text(again) == comparison.with_text(document)


def test_the_longest_common_stretches_are_shown_and_no_little_words() -> None:
    words = shared_words("换卷的时候张力跳，the film", "the 换卷的张力 and film", lambda word: 1.0)

    assert set(words) == {"换卷的", "张力", "film"}
