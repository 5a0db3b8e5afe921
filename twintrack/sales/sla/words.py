"""SLA plans in words: lengths of working time, hours of a day, what parts of a plan are called."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.sales.sla.lifecycle import Trigger
from twintrack.sales.sla.models import SlaEscalation, SlaPlanVersion
from twintrack.ui.words import listed

WEEK = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)

PARTS = {
    "name_zh": gettext_lazy("Name (Chinese)"),
    "name_en": gettext_lazy("Name (English)"),
    "targets": gettext_lazy("Targets"),
    "country": gettext_lazy("Public holidays"),
    "around_the_clock": gettext_lazy("Service hours"),
    "weekdays": gettext_lazy("Working days"),
    "opens": gettext_lazy("Service hours"),
    "closes": gettext_lazy("Service hours"),
    "zone": gettext_lazy("Time zone"),
    "starts_from": gettext_lazy("Clocks begin"),
    "warn_percent": gettext_lazy("Warning"),
    "special_days": gettext_lazy("Special days"),
    "escalations": gettext_lazy("Escalation"),
    "pause_reasons": gettext_lazy("Reasons to pause"),
}
COUNTRIES = (
    ("", gettext_lazy("No public holidays")),
    ("CN", gettext_lazy("Mainland China")),
    ("HK", gettext_lazy("Hong Kong, China")),
    ("MO", gettext_lazy("Macao, China")),
    ("TW", gettext_lazy("Taiwan, China")),
    ("JP", gettext_lazy("Japan")),
    ("KR", gettext_lazy("Korea")),
    ("SG", gettext_lazy("Singapore")),
    ("MY", gettext_lazy("Malaysia")),
    ("TH", gettext_lazy("Thailand")),
    ("VN", gettext_lazy("Vietnam")),
    ("ID", gettext_lazy("Indonesia")),
    ("IN", gettext_lazy("India")),
    ("AU", gettext_lazy("Australia")),
    ("NZ", gettext_lazy("New Zealand")),
    ("US", gettext_lazy("United States")),
    ("CA", gettext_lazy("Canada")),
    ("MX", gettext_lazy("Mexico")),
    ("BR", gettext_lazy("Brazil")),
    ("GB", gettext_lazy("United Kingdom")),
    ("DE", gettext_lazy("Germany")),
    ("FR", gettext_lazy("France")),
    ("IT", gettext_lazy("Italy")),
    ("ES", gettext_lazy("Spain")),
    ("NL", gettext_lazy("Netherlands")),
    ("PL", gettext_lazy("Poland")),
    ("TR", gettext_lazy("Türkiye")),
    ("AE", gettext_lazy("United Arab Emirates")),
    ("SA", gettext_lazy("Saudi Arabia")),
    ("ZA", gettext_lazy("South Africa")),
)
LENGTH = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)\s*(?:h|小时|hours?)\s*)?(?:(?P<m>\d+)\s*(?:min|m|分钟?|minutes?))?",
    re.IGNORECASE,
)


def length_words(length: timedelta) -> str:
    """Write a length of time to the minute, the last one begun counting whole: 2 h 10 min."""
    minutes = -(-abs(length) // timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%(m)d min") % {"m": minutes}
    if not minutes:
        return _("%(h)d h") % {"h": hours}
    return _("%(h)d h %(m)d min") % {"h": hours, "m": minutes}


def minutes_words(minutes: int | None) -> str:
    """Write a length given in minutes."""
    return "" if minutes is None else length_words(timedelta(minutes=minutes))


def read_length(text: str) -> int | None:
    """
    Read a length of time in minutes, such as 4 h, 1 h 30 min or 30 min, in both languages.

    Nothing if it says nothing; a bare number counts hours.

    :raises ValueError: if it cannot be read.
    """
    text = text.strip()
    if not text:
        return None
    found = LENGTH.fullmatch(text if not text.replace(".", "", 1).isdecimal() else f"{text}h")
    if found is None:
        raise ValueError(text)
    return round(float(found["h"] or 0) * 60) + int(found["m"] or 0)


def clock_time(minutes: int) -> str:
    """Write minutes after midnight as a clock reads them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def country_name(country: str) -> str:
    """Say whose public holidays are kept; a part of a country after a point."""
    code, _hyphen, part = country.partition("-")
    name = str(dict(COUNTRIES).get(code, code))
    return f"{name} · {part}" if part else name


def hours_words(version: SlaPlanVersion) -> str:
    """Say in which hours of the day clocks run."""
    if version.around_the_clock:
        return _("Around the clock, all days")
    opens, closes = clock_time(version.opens), clock_time(version.closes)
    if version.closes < version.opens:
        return _("%(opens)s–%(closes)s the next day") % {"opens": opens, "closes": closes}
    return f"{opens}–{closes}"


def week_words(version: SlaPlanVersion) -> str:
    """Name the working days of the week; several in a row as from the first to the last."""
    days = [int(each) for each in version.weekdays]
    names = [str(WEEK[day]) for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[0]}–{names[-1]}"
    return listed(names)


def step_words(step: SlaEscalation) -> str:
    """Say when a step of escalation is taken."""
    if step.trigger == Trigger.PERCENT:
        return _("at %(n)d %% of the target") % {"n": step.value}
    return _("%(time)s after the breach") % {"time": minutes_words(step.value)}
