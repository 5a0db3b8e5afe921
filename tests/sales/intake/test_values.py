"""What people write in cells is understood: days, times, kinds and severities."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twintrack.sales.intake.values import choice, moment

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-03", "2026-11-03T12:00:00+08:00"),
        ("2026/11/3 9:05", "2026-11-03T09:05:00+08:00"),
        ("2026年11月3日", "2026-11-03T12:00:00+08:00"),
        ("2026年11月3日 9时05分", "2026-11-03T09:05:00+08:00"),
        ("3.11.2026", "2026-11-03T12:00:00+08:00"),
        ("11/23/2026 3:05 PM", "2026-11-23T15:05:00+08:00"),
        ("3 Nov 2026", "2026-11-03T12:00:00+08:00"),
        ("２０２６-１１-０３", "2026-11-03T12:00:00+08:00"),
        ("2026-11-03T09:05:00Z", "2026-11-03T09:05:00+00:00"),
        ("2026-11-03 09:05:00.123+02:00", "2026-11-03T09:05:00+02:00"),
        ("1700000000", "2023-11-14T22:13:20+00:00"),
        ("1700000000000", "2023-11-14T22:13:20+00:00"),
        ("45000", "2023-03-15T12:00:00+08:00"),
        ("20261103", "2026-11-03T12:00:00+08:00"),
        ("2026-11-03 下午3:05", "2026-11-03T15:05:00+08:00"),
        ("2026年11月3日上午9时05分", "2026-11-03T09:05:00+08:00"),
        ("2026/11/3 12:30 上午", "2026-11-03T00:30:00+08:00"),
        ("3.11.26", "2026-11-03T12:00:00+08:00"),
        ("0001-01-01", "0001-01-01T12:00:00+08:05:43"),
    ],
)
def test_days_and_times_are_understood(text: str, meant: str) -> None:
    found = moment(text, zone=ZONE, at=AT)

    assert found is not None
    assert found.isoformat() == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13-45",
        "2026-11-03 25:99",
        "123",
        "31.31.2026",
        "2026-11-01T08:00:00+25:00",
        "2026-11-01T08:00:00-99:99",
        "9" * 400,
        "1." + "9" * 400,
        "9999999999999999",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert moment(text, zone=ZONE, at=AT) is None


def test_today_alone_is_never_later_than_now() -> None:
    early = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)

    assert moment("2026-11-24", zone=ZONE, at=early) == early


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    moment(text, zone=ZONE, at=AT)
    choice("kind", text)


@given(
    st.from_regex(r"\A\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}T\d\d:\d\d(Z|[+-]\d\d:\d\d)?\Z")
    | st.from_regex(r"\A\d{1,20}(\.\d{1,20})?\Z")
)
def test_no_date_breaks_it(text: str) -> None:
    found = moment(text, zone=ZONE, at=AT)

    assert found is None or isinstance(found > AT, bool)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("kind", "Bug", "complaint"),
        ("kind", "feature_request", "request"),
        ("kind", "投诉", "complaint"),
        ("severity", " BLOCKER ", "blocker"),
        ("severity", "一般", "minor"),
        ("severity", "unheard of", ""),
        ("channel", "微信", "chat"),
    ],
)
def test_words_of_other_lists_are_ours(field: str, text: str, code: str) -> None:
    assert choice(field, text) == code
