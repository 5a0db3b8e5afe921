"""A meeting as a calendar file (RFC 5545), which any calendar can open without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from twintrack.foundation.people.models import User
from twintrack.rnd.reviewing.lifecycle import MeetingState
from twintrack.rnd.reviewing.models import AgendaItem, Meeting

# Longer lines are folded: so many bytes of UTF-8 each, without the end of the line.
LINE = 75
USUAL = 30


def calendar_file(
    meeting: Meeting,
    *,
    items: Sequence[AgendaItem],
    people: Iterable[User],
    url: str,
    host: str,
    at: datetime,
) -> str:
    """Write a meeting with its agenda; sent again after a change it replaces the one before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Twintrack//Review meetings//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if meeting.state == MeetingState.CANCELLED else 'PUBLISH'}",
        "BEGIN:VEVENT",
        *_event(meeting, items, url, host, at),
        f"ORGANIZER;CN={_quoted(meeting.chair.name)}:mailto:{meeting.chair.email}",
        *(
            f"ATTENDEE;CN={_quoted(each.name)};ROLE=REQ-PARTICIPANT:mailto:{each.email}"
            for each in people
        ),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(
    meeting: Meeting, items: Sequence[AgendaItem], url: str, host: str, at: datetime
) -> Iterator[str]:
    minutes = sum(each.minutes for each in items) or USUAL
    cancelled = meeting.state == MeetingState.CANCELLED
    yield f"UID:{meeting.number}@{host}"
    yield f"SEQUENCE:{meeting.revision}"
    yield f"DTSTAMP:{_moment(at)}"
    yield f"DTSTART:{_moment(meeting.starts_at)}"
    yield f"DTEND:{_moment(meeting.starts_at + timedelta(minutes=minutes))}"
    yield f"SUMMARY:{_text(f'{meeting.number} {meeting.title}')}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    if meeting.place or meeting.link:
        yield f"LOCATION:{_text(meeting.place or meeting.link)}"
    yield f"DESCRIPTION:{_text(_agenda(meeting, items, url))}"
    yield f"URL:{url}"


def _agenda(meeting: Meeting, items: Sequence[AgendaItem], url: str) -> str:
    told = [
        f"{place}. {each.requirement.number} {each.requirement.title} ({each.minutes} min)"
        for place, each in enumerate(items, start=1)
    ]
    return "\n".join(filter(None, [*told, meeting.link, url]))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r", "").replace("\n", "\\n")


def _quoted(name: str) -> str:
    kept = "".join(each for each in name if each.isprintable()).replace('"', "'")
    return f'"{kept}"'


def _folded(line: str) -> Iterator[str]:
    part, size = "", 0
    for each in line:
        width = len(each.encode())
        if size + width > LINE:
            yield part
            # What follows begins with a space.
            part, size = " ", 1
        part, size = part + each, size + width
    yield part
