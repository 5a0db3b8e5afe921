"""Messages travel in a header that only carries ASCII."""

import json

from django.http import HttpResponse

from twintrack.ui.toasts import close_modal, toast


def test_a_chinese_message_survives_the_header() -> None:
    response = toast(HttpResponse(), "已移到“开发中”", undo_url="/undo/7/")

    assert response["HX-Trigger"].isascii()
    assert json.loads(response["HX-Trigger"])["toast"] == {
        "text": "已移到“开发中”",
        "tone": "ok",
        "undo": "/undo/7/",
    }


def test_a_message_keeps_what_was_told_before() -> None:
    response = toast(close_modal(HttpResponse()), "Saved")

    assert set(json.loads(response["HX-Trigger"])) == {"modal-close", "toast"}
