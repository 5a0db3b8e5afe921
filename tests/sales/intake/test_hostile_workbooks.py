"""Spreadsheets that were made to do harm are refused at once, or read as what they hold."""

import zipfile
from io import BytesIO

import pytest

from twintrack.sales.intake.reading import FileNotRead, read_table

OFFICE = "http://schemas.openxmlformats.org"
OF_SHEETS = f"{OFFICE}/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r" Type="{OF_SHEETS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{OFFICE}/spreadsheetml/2006/main" xmlns:r="{OF_SHEETS}">'
    '<sheets><sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r" Type="{OF_SHEETS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="s" Type="{OF_SHEETS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{OFFICE}/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
    "</sheetData></worksheet>",
    "xl/sharedStrings.xml": f'<sst xmlns="{OFFICE}/spreadsheetml/2006/main">'
    "<si><t>Customer</t></si>"
    "<si><t>Person</t></si><si><t>Ninghai</t></si><si><t>Wang</t></si></sst>",
}


def workbook(part: str = "", old: str = "", new: str = "") -> bytes:
    """Pack a spreadsheet of one row, with something else in one of its parts."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in PARTS.items():
            is_meant = bool(part) and name.endswith(part)
            assert not is_meant or old in text
            packed.writestr(name, text.replace(old, new, 1) if is_meant else text)
    return data.getvalue()


def test_a_sound_one_is_read() -> None:
    table = read_table(workbook(), "a.xlsx")

    assert [each.values for each in table.lines] == [{"Customer": "Ninghai", "Person": "Wang"}]


LAUGHS = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><sst'
FOREIGN = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst'
MANY_TEXTS = "<si><t>x</t></si>" * 1_500_000


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("sheet1.xml", "<v>3</v>", "<v>99999</v>"),
        ("sheet1.xml", 'r="B2"', 'r="ZZZZZZ2"'),
        ("sharedStrings.xml", "<sst", LAUGHS),
        ("sharedStrings.xml", "<sst", FOREIGN),
        ("sharedStrings.xml", "</sst>", f"{MANY_TEXTS}</sst>"),
        ("workbook.xml", "<workbook", "<!DOCTYPE l [<!ENTITY a 'x'>]><workbook"),
    ],
    ids=[
        "no such text",
        "no such column",
        "entities",
        "a foreign file",
        "a bomb",
        "a document type",
    ],
)
def test_one_that_is_damaged_or_a_bomb_is_refused(part: str, old: str, new: str) -> None:
    with pytest.raises(FileNotRead):
        list(read_table(workbook(part, old, new), "a.xlsx").lines)


def test_cells_far_to_the_right_cost_nothing() -> None:
    rows = (f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(3, 3000))

    table = read_table(workbook("sheet1.xml", "</sheetData>", f"{''.join(rows)}</sheetData>"), "a")

    assert [each.values["Person"] for each in table.lines] == ["Wang"]
