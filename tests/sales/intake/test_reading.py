"""Files are read as they come: any usual encoding, delimiter and form; the rest is refused."""

import json
import zipfile
from io import BytesIO

import pytest

from tests.factories.intake import csv_of, xlsx_of
from twintrack.sales.intake.reading import (
    FileEmpty,
    FileNotRead,
    HeaderMissing,
    count_unreadable,
    read_table,
    workbook,
)

CHINESE = (
    "客户;产品;问题描述\n宁海汽车电子;H3;换卷时张力跳动，薄膜断了\n华越医疗;H3;停机后参数丢失\n"
)


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_chinese_is_read_right_in_every_usual_encoding(encoding: str, read_as: str) -> None:
    table = read_table(CHINESE.encode(encoding), "calls.csv")

    assert table.encoding == read_as
    assert table.columns == ["客户", "产品", "问题描述"]
    assert [line.values["客户"] for line in table.lines] == ["宁海汽车电子", "华越医疗"]


LONG = CHINESE + "华越医疗;H3;停机后参数丢失，重新启动也没有恢复\n" * 20


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LONG.encode().replace("薄膜".encode(), b"\xff\xfe", 1), "utf-8"),
        (LONG.encode()[:-2], "utf-8"),
        (LONG.encode("gbk")[:-2], "gb18030"),
        (LONG.encode("gbk").replace("薄膜".encode("gbk"), b"\xff", 1), "gb18030"),
    ],
)
def test_some_damaged_bytes_make_no_other_encoding(data: bytes, encoding: str) -> None:
    table = read_table(data, "calls.csv")

    lines = list(table.lines)
    assert (table.encoding, table.columns[0]) == (encoding, "客户")
    assert lines[0].values["客户"] == "宁海汽车电子"
    damaged = sum(count_unreadable(text) for line in lines for text in line.values.values())
    assert 1 <= damaged <= 3


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_in_which_excel_names_the_delimiter_is_no_line_of_the_table(first: str) -> None:
    table = read_table(f"{first}\r\nCustomer;Said, or so\r\nBolt;x,y\r\n".encode(), "a.csv")

    assert (table.delimiter, table.columns) == (";", ["Customer", "Said, or so"])
    assert [(line.number, line.values["Customer"]) for line in table.lines] == [(3, "Bolt")]


def test_western_letters_are_not_taken_for_chinese() -> None:
    table = read_table("Kunde;Größe\nMüller;für Ärger\n".encode("cp1252"), "a.csv")

    assert table.columns == ["Kunde", "Größe"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = f'Customer{delimiter}Said\nBolt{delimiter}"one, two; three | four"\n'

    table = read_table(text.encode(), "a.csv")

    assert [line.values["Said"] for line in table.lines] == ["one, two; three | four"]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'Customer,Said\nBolt,"two\nlines"\n\nHua,next\n'

    assert [line.number for line in read_table(text.encode(), "a.csv").lines] == [2, 5]


def test_a_spreadsheet_is_read_with_its_days_and_numbers() -> None:
    from datetime import datetime

    days = (datetime(2026, 11, 3), datetime(2026, 11, 3, 9, 5))  # noqa: DTZ001
    data = xlsx_of(*((7, "Bolt", "H3", "tears", None, day) for day in days))

    line, timed = read_table(data, "a.xlsx").lines

    assert line.values["ID"] == "7"
    assert line.values["Date"] == "2026-11-03"
    assert timed.values["Date"] == "2026-11-03 09:05"
    assert "Severity" not in line.values


def test_json_lines_name_the_lines_that_are_none() -> None:
    rows = [json.dumps({"customer": "Bolt", "said": "停机", "tags": ["a"]}), "{broken", "[1]"]

    lines = list(read_table("\n".join(rows).encode(), "a.jsonl").lines)

    assert lines[0].values == {"customer": "Bolt", "said": "停机", "tags": '["a"]'}
    assert [line.problem for line in lines] == ["", "not_an_object", "not_an_object"]


def test_a_json_array_is_read_too() -> None:
    data = json.dumps([{"customer": "Bolt", "said": "x", "n": 1}]).encode()

    [line] = read_table(data, "a.json").lines

    assert line.values == {"customer": "Bolt", "said": "x", "n": "1"}


def test_columns_without_a_name_or_with_the_same_one_are_told_apart() -> None:
    table = read_table(b"Said,,Said\na,b,c\n", "a.csv")

    assert table.columns == ["Said", "#2", "Said (2)"]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", FileEmpty),
        (b"\xef\xbb\xbf \n", FileEmpty),
        (b"Customer,Said\n", FileEmpty),
        (b"only one column\nx\n", HeaderMissing),
        (b"1,2,3\n4,5,6\n", HeaderMissing),
        (b"%PDF-1.7 ...", FileNotRead),
        (b"\xd0\xcf\x11\xe0 old excel", FileNotRead),
        (b"PK\x03\x04 broken", FileNotRead),
        (b"[1, 2", FileNotRead),
        (b"Customer\x00,Said, and much more that is not wide\n", FileNotRead),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_table(data, "file")


def test_a_huge_cell_is_named_and_the_other_rows_stay() -> None:
    data = csv_of(("1", "Bolt", "H3", "x" * 50_001, "", ""), ("2", "Bolt", "H3", "y", "", ""))

    lines = list(read_table(data, "a.csv").lines)

    assert [line.problem for line in lines] == ["cell_too_long", ""]
    assert len(lines[0].values["Description"]) == 200


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1000)

    with pytest.raises(FileNotRead):
        read_table(xlsx_of(*[("x" * 50,) for _row in range(500)]), "bomb.xlsx")


def test_a_package_that_is_no_spreadsheet_is_refused() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")

    with pytest.raises(FileNotRead):
        read_table(data.getvalue(), "letter.docx")
