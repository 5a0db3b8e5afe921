"""Files for spreadsheets: in the reader's language to the last row, and harmless."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from twintrack.ui.spreadsheet import csv_answer, harmless


def test_rows_made_after_the_request_still_speak_the_readers_language() -> None:
    with override("zh-hans"):
        answer = csv_answer("list", ("a",), ((str(_("Feedback")),) for _row in range(500)))

    with override("en"):
        text = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]

    assert text.count("客户反馈") == 500


def test_what_a_spreadsheet_would_calculate_stands_as_text() -> None:
    assert [harmless(each) for each in ("=1", "+1", "-1", "@a", "\t=1", "a=1", 5)] == [
        "'=1",
        "'+1",
        "'-1",
        "'@a",
        "'\t=1",
        "a=1",
        5,
    ]
