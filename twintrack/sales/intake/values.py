"""What people write in cells, as values: days and times, kinds, severities, channels."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

EPOCH_SECONDS = (946_684_800, 4_102_444_800)  # 2000 to 2100
EXCEL_DAYS = (36_526, 73_050)  # 2000 to 2100, counted from the last day of 1899
EXCEL_FIRST = date(1899, 12, 30)
NOON = time(12)
# Nobody imports what was said before; a year such as 0001 is how systems write that there is none.
EARLIEST_YEAR = 1990
COUNTED = re.compile(r"\d{1,16}(\.\d{1,16})?")
SEPARATED = re.compile(
    r"^(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?(?:(?:[T\s,]+|(?<=日))(.*))?$"
)
NAMED = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d/%b/%y", "%d/%b/%Y")
CLOCK = re.compile(
    r"^(上午|下午|早上|凌晨)?\s*(\d{1,2})[:时](\d{1,2})分?(?::(\d{1,2})(?:\.\d+)?秒?)?"
    r"\s*(am|pm|上午|下午)?\s*(z|[+-]\d{2}:?\d{2})?$"
)
AFTER_NOON = ("pm", "下午")

WORDS = {
    "kind": {
        "complaint": "投诉 抱怨 客诉 缺陷 故障 问题 异常 bug defect problem issue incident fault",
        "request": "需求 建议 改进 新功能 诉求 wish suggestion improvement enhancement feature "
        "new_feature feature_request idea story task",
        "praise": "表扬 好评 感谢 认可 compliment thanks kudos",
        "question": "咨询 提问 疑问 询问 inquiry enquiry support how_to",
    },
    "severity": {
        "blocker": "停线 停机 停线影响 致命 阻断 阻塞 特急 紧急 critical fatal urgent highest "
        "stops_the_line p0 s1 sev1",
        "major": "严重 主要 重要 高 high important p1 s2 sev2",
        "minor": "一般 普通 次要 中 medium normal moderate p2 s3 sev3",
        "trivial": "轻微 较轻 提示 低 low lowest cosmetic p3 p4 s4 sev4",
    },
    "channel": {
        "visit": "拜访 现场 上门 on_site onsite",
        "phone": "电话 来电 call hotline",
        "mail": "邮件 电子邮件 email e-mail",
        "meeting": "会议 例会",
        "chat": "微信 企业微信 钉钉 即时消息 im wechat message",
        "import": "导入",
        "api": "系统 接口 其他系统 system",
        "other": "其他 其它",
    },
}


def normal(text: str) -> str:
    """Bring a name into the form in which two of them are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


_CODES = {
    field: {
        normal(word.replace("_", " ")): code
        for code, words in known.items()
        for word in [code, *words.split()]
    }
    for field, known in WORDS.items()
}


def choice(field: str, text: str) -> str:
    """Find the code of a kind, severity or channel; empty if the word is not known."""
    plain = normal(text.replace("_", " "))
    return _CODES[field].get(plain, "")


DAY_FIRST, MONTH_FIRST = "day first", "month first"
# Longer than any day with its time.
LONGEST_DAY = 40


def day_order(text: str) -> str:
    """Say whether a day such as 23/11/2026 tells that days or months come first; else nothing."""
    if not text[:1].isdecimal() or len(text) > LONGEST_DAY:
        return ""
    separated = SEPARATED.match(unicodedata.normalize("NFKC", text))
    if separated is None or len(separated[1]) > 2:
        return ""
    if int(separated[1]) > 12:
        return DAY_FIRST
    return MONTH_FIRST if int(separated[2]) > 12 else ""


def moment(
    text: str, *, zone: ZoneInfo, at: datetime, month_first: bool = False
) -> datetime | None:
    """
    Read a day or a point in time as people and systems write it; nothing if it is neither.

    11/5/2026 is a day of May, or with `month_first` of November. A day alone means noon of that
    day, or now if that is still to come: no time zone of a reader turns it into another day.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if COUNTED.fullmatch(text):
        return _counted(float(text), zone, at)
    separated = SEPARATED.match(text)
    if separated:
        first, second, third, clock = separated.groups()
        if month_first and len(first) < 3:
            first, second = second, first
        day = _day(first, second, third, year_first=len(first) == 4)
        return _at(day, clock or "", zone, at) if day else None
    for form in NAMED:
        try:
            # Only the day is taken from it; the zone comes below.
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return _at(day, "", zone, at)
    return None


def _day(first: str, second: str, third: str, *, year_first: bool) -> date | None:
    written, month, day = third, int(second), int(first)
    if year_first:
        written, day = first, int(third)
    elif month > 12:
        month, day = day, month
    year = int(written) if len(written) > 2 else 2000 + int(written)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, clock: str, zone: ZoneInfo, at: datetime) -> datetime | None:
    if not clock.strip():
        noon = datetime.combine(day, NOON, zone)
        return at if noon > at and day == at.astimezone(zone).date() else noon
    found = CLOCK.match(clock.strip().lower())
    if not found:
        return None
    before, hours, minutes, seconds, behind, offset = found.groups()
    half = before or behind
    hour = int(hours) % 12 + (12 if half in AFTER_NOON else 0) if half else int(hours)
    try:
        there = _offset(offset) if offset else zone
        return datetime.combine(day, time(hour, int(minutes), int(seconds or 0)), there)
    except ValueError:
        return None


def _offset(text: str) -> tzinfo | None:
    return datetime.fromisoformat(f"2000-01-01T00:00:00{text.upper()}").tzinfo


def _counted(number: float, zone: ZoneInfo, at: datetime) -> datetime | None:
    if number > EPOCH_SECONDS[1]:
        number /= 1000
    if EPOCH_SECONDS[0] <= number <= EPOCH_SECONDS[1]:
        return datetime.fromtimestamp(number, UTC)
    if EXCEL_DAYS[0] <= number <= EXCEL_DAYS[1]:
        exact = datetime.combine(EXCEL_FIRST, time(), zone) + timedelta(days=number)
        return _at(exact.date(), "", zone, at) if number.is_integer() else exact
    text = str(int(number))
    if len(text) == 8 and text.startswith("20"):
        day = _day(text[:4], text[4:6], text[6:], year_first=True)
        return _at(day, "", zone, at) if day else None
    return None
