"""How people write how long they worked: 1.5, 1:30, 1h30, 90m, 1.5小时."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.delivery_costs.arithmetic import HOUR

_CLOCK = re.compile(r"(\d{1,3}):([0-5]?\d)")
_HOURS = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,4})?)(?:h|hrs?|hours?|小时|个小时|时)(?:(\d{1,4})(?:m|mins?|分钟?)?)?"
)
_MINUTES = re.compile(r"(\d{1,5})(?:m|mins?|minutes?|分钟?)")
_PLAIN = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?|[.,]\d{1,4}")
_WIDE = str.maketrans("：，。．０１２３４５６７８９", ":,..0123456789")


class HoursUnreadable(Refusal):
    """Nobody can tell how long was meant."""

    message = _("Write how long as 1.5, 1:30, 1h30 or 90m.")
    status = 422


def read_minutes(text: str) -> int:
    """
    Read how long somebody worked, in minutes; nothing typed is none at all.

    Decimals are hours, rounded half up to the minute.

    :raises HoursUnreadable: if it is written in no known way; signs are not.
    """
    text = "".join(text.translate(_WIDE).split()).lower()
    if not text:
        return 0
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * HOUR + int(found[2])
    if _PLAIN.fullmatch(text):
        return _of_hours(text)
    if found := _HOURS.fullmatch(text):
        return _of_hours(found[1]) + int(found[2] or 0)
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    raise HoursUnreadable


def _of_hours(text: str) -> int:
    return int((Decimal(text.replace(",", ".")) * HOUR).quantize(Decimal(1), ROUND_HALF_UP))


def written_hours(minutes: int) -> str:
    """Write minutes as people read hours in a table: 1.5, 0.25, and 1:20 where that is exact."""
    hours = (Decimal(abs(minutes)) / HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = "-" if minutes < 0 else ""
    if hours * HOUR == abs(minutes):
        text = f"{hours:f}"
        return sign + (text.rstrip("0").rstrip(".") or "0")
    return f"{sign}{abs(minutes) // HOUR}:{abs(minutes) % HOUR:02d}"
