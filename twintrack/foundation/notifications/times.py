"""Moments in a person's own day."""

import zoneinfo
from datetime import datetime, time, timedelta

# When the day's mail goes out, and when what was put off comes back.
MORNING = time(8)
MONDAY = 0


def next_morning(after: datetime, time_zone: str) -> datetime:
    """Give the next eight o'clock in a time zone."""
    local = after.astimezone(zoneinfo.ZoneInfo(time_zone))
    morning = datetime.combine(local.date(), MORNING, local.tzinfo)
    return morning if morning > local else morning + timedelta(days=1)


def tomorrow_morning(after: datetime, time_zone: str) -> datetime:
    """Give eight o'clock of the next day in a time zone."""
    local = after.astimezone(zoneinfo.ZoneInfo(time_zone))
    return datetime.combine(local.date() + timedelta(days=1), MORNING, local.tzinfo)


def next_monday_morning(after: datetime, time_zone: str) -> datetime:
    """Give eight o'clock of the next week's Monday in a time zone."""
    local = after.astimezone(zoneinfo.ZoneInfo(time_zone))
    days = (MONDAY - local.weekday() - 1) % 7 + 1
    return datetime.combine(local.date() + timedelta(days=days), MORNING, local.tzinfo)
