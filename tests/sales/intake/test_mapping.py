"""Which column says what is guessed by its name and by what stands in it."""

import pytest

from twintrack.sales.intake.mapping import guess

KNOWN = {
    "customer": frozenset({"宁海汽车电子", "bolt"}),
    "product": frozenset({"h3"}),
    "module": frozenset[str](),
    "version": frozenset({"3.2"}),
}


def test_chinese_names_are_understood() -> None:
    columns = ["工单编号", "客户名称", "产品", "问题描述", "严重程度", "提交日期"]

    found = guess(columns, [], KNOWN)

    assert found == {
        "external_id": "工单编号",
        "customer": "客户名称",
        "product": "产品",
        "verbatim": "问题描述",
        "severity": "严重程度",
        "occurred_at": "提交日期",
    }


@pytest.mark.parametrize("name", ["序号", "No.", "№", "NO"])
def test_a_list_that_counts_its_own_lines_gives_no_number_there(name: str) -> None:
    assert "external_id" not in guess([name, "客户", "产品", "反馈内容"], [], KNOWN)


def test_english_names_are_understood() -> None:
    columns = ["Issue Key", "Account", "Product", "Affects_Version", "Summary", "Description"]

    found = guess(columns, [], KNOWN)

    assert found["external_id"] == "Issue Key"
    assert found["customer"] == "Account"
    assert found["version"] == "Affects_Version"
    assert (found["title"], found["verbatim"]) == ("Summary", "Description")


def test_columns_with_names_that_say_nothing_are_known_by_what_stands_in_them() -> None:
    rows = [
        {
            "A": "Bolt",
            "B": "H3",
            "C": "The film tears at every reel change, three times a shift, since 3.2",
            "D": "2026-11-03",
            "E": "blocker",
            "F": "https://desk.example.com/7",
        }
    ]

    found = guess(list("ABCDEF"), rows, KNOWN)

    assert found == {
        "customer": "A",
        "product": "B",
        "verbatim": "C",
        "occurred_at": "D",
        "severity": "E",
        "source_url": "F",
    }


def test_a_list_with_one_text_only_has_it_for_the_words() -> None:
    assert guess(["Customer", "Title"], [], KNOWN)["verbatim"] == "Title"


def test_numbers_are_no_days() -> None:
    found = guess(["n", "x"], [{"n": "20261103", "x": "45000"}], KNOWN)

    assert "occurred_at" not in found
