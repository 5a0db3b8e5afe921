"""Words without a dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from twintrack.algorithms.matching.tokens import pairs_of, shapes_of, words_of


def test_chinese_is_read_character_by_character_and_latin_word_by_word() -> None:
    assert words_of("换卷时 H3 Tension跳动") == ["换", "卷", "时", "h3", "tension", "跳", "动"]


def test_full_width_letters_are_the_same_as_narrow_ones() -> None:
    assert words_of("ＨＭＩ触摸") == words_of("hmi触摸")


def test_pairs_stay_within_a_run() -> None:
    assert pairs_of("换卷时, 断带") == ["换卷", "卷时", "断带"]


def test_shapes_let_a_plural_look_like_its_singular() -> None:
    one, many = shapes_of("reel"), shapes_of("reels")

    assert len(one & many) >= 3


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(word == word.lower() and word.strip() for word in words_of(text))
