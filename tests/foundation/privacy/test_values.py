"""A person is recognised in texts as people write them, and nobody else is."""

import pytest

from twintrack.foundation.privacy.persons import digits_of
from twintrack.foundation.privacy.values import MARK, Values

WANG = Values(
    names=frozenset({"王伟", "Wei Wang", "王"}),
    emails=frozenset({"wei@x.com"}),
    phones=frozenset({"13800138000", "2162881234"}),
    longer=frozenset({"王伟强"}),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("联系王伟，不是王伟强", f"联系{MARK}，不是王伟强"),
        ("to wei   wang.", f"to {MARK}."),
        ("Wei Wanger, Kwei Wang", "Wei Wanger, Kwei Wang"),
        ("写信Wei@X.com。", f"写信{MARK}。"),
        ("a.wei@x.com wei@x.com.cn wei@x.community", "a.wei@x.com wei@x.com.cn wei@x.community"),
        ("wei@x.com.", f"{MARK}."),
        ("+86 138 0013-8000", MARK),
        ("(021) 6288 1234", MARK),
        ("113800138000 138001380001", "113800138000 138001380001"),
        ("王先生", "王先生"),
    ],
)
def test_a_text_is_left_without_the_person(text: str, left: str) -> None:
    assert WANG.without(text) == left


def test_what_json_holds_is_left_without_the_person() -> None:
    value = {"王伟": [1, None, {"to": "wei@x.com"}], "n": True}

    assert WANG.erase(value) == {MARK: [1, None, {"to": MARK}], "n": True}
    assert "王伟" in WANG.erase(value, with_keys=False)


def test_nothing_to_look_for_changes_nothing() -> None:
    assert Values().without("anything") == "anything"
    assert Values(names=frozenset({"王"})).telling == []


@pytest.mark.parametrize(
    ("phone", "digits"),
    [("+86 139-0013-7788", "13900137788"), ("0086 021 6288 1234", "02162881234"), ("8812", "")],
)
def test_a_phone_is_compared_by_its_digits(phone: str, digits: str) -> None:
    assert digits_of(phone) == digits.lstrip("0")


def test_rows_are_looked_for_by_the_shortest_parts() -> None:
    short = Values(names=frozenset({"若兰", "若兰姐", "王若兰", "王总"}))

    assert sorted(short.telling) == sorted(["王总", "若兰"])
