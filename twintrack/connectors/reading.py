"""Read JSON that somebody else wrote: a value of the right kind, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

# Longer texts are cut; nothing that hosts really send comes near it.
LONGEST = 100_000
GREATEST = 2**31 - 1
ZEROS = frozenset("0")


class Unreadable(ValueError):
    """What a delivery must say is missing or of the wrong kind."""


def part(value: Any, *names: str) -> dict[str, Any]:
    """Follow names into nested objects; an empty one where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def parts(value: Any, name: str) -> list[dict[str, Any]]:
    """List the objects under a name; empty where there are none."""
    found = value.get(name) if isinstance(value, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def text(value: Any, *names: str) -> str:
    """Give the first text among the names, without zero bytes; empty where there is none."""
    for name in names:
        found = value.get(name) if isinstance(value, dict) else None
        if isinstance(found, str) and found:
            return clean(found)
    return ""


def clean(said: str) -> str:
    """Take away what no database can keep, and what is far too long."""
    whole = said[:LONGEST].replace("\x00", "")
    return whole.encode("utf-8", "replace").decode()


def number(value: Any, name: str) -> int | None:
    """Give a count under a name; nothing where it is none."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, bool) or not isinstance(found, int):
        return None
    return found if 0 <= found <= GREATEST else None


def needed(value: Any, *names: str) -> int:
    """
    Give the first count among the names.

    :raises Unreadable: if there is none.
    """
    for name in names:
        found = number(value, name)
        if found is not None:
            return found
    raise Unreadable(names[0])


def key(value: Any, *names: str) -> str:
    """Give the first id among the names, a number or a text, as a text; empty where none is."""
    for name in names:
        found = value.get(name) if isinstance(value, dict) else None
        if isinstance(found, str) and found:
            return clean(found)[:120]
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
    return ""


def flag(value: Any, *names: str) -> bool:
    """Say whether one of the names is true."""
    return isinstance(value, dict) and any(value.get(name) is True for name in names)


def moment(value: Any, *names: str) -> datetime | None:
    """
    Give the first moment among the names, however the hosts write it; nothing where none is.

    `2026-11-24T09:00:00Z`, `2026-11-24 09:00:00 UTC`, `… +0800`, seconds or milliseconds.
    """
    for name in names:
        found = value.get(name) if isinstance(value, dict) else None
        read = _moment(found)
        if read is not None:
            return read
    return None


def moment_of(value: Any, *names: str) -> datetime:
    """
    Give the first moment among the names.

    :raises Unreadable: if there is none.
    """
    found = moment(value, *names)
    if found is None:
        raise Unreadable(names[0])
    return found


def _moment(found: Any) -> datetime | None:
    try:
        if isinstance(found, int) and not isinstance(found, bool):
            return _plausible(datetime.fromtimestamp(found / (1000 if found > 10**11 else 1), UTC))
        if not isinstance(found, str) or not found:
            return None
        if found.isdecimal():
            return _moment(int(found))
        written = found.strip().removesuffix(" UTC")
        date, _space, rest = written.partition(" ")
        read = datetime.fromisoformat(f"{date}T{rest.replace(' ', '')}" if rest else date)
        return _plausible(read if read.tzinfo else read.replace(tzinfo=UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _plausible(read: datetime) -> datetime | None:
    return read.astimezone(UTC) if 1990 <= read.year <= 2200 else None


def sha(value: Any, *names: str) -> str:
    """Give the first hash of a commit among the names; zeros mean that there is none."""
    found = text(value, *names).lower()[:64]
    return "" if set(found) <= ZEROS else found


def addresses(value: Any, *names: str) -> tuple[str, ...]:
    """Give all addresses under the names, each once."""
    found = (text(value, name) for name in names)
    return tuple(dict.fromkeys(each for each in found if each))
