"""Names of iterations that follow one another, made by a pattern."""

import re
from datetime import date

# What a pattern may hold, besides words.
PLACES = ("{n}", "{year}", "{week}", "{month}")


def name_by(pattern: str, *, n: int, start_on: date) -> str:
    """Write the name of the n-th iteration of a team; `{week}` is the ISO week it starts in."""
    values = {
        "{n}": str(n),
        "{year}": str(start_on.year),
        "{week}": f"{start_on.isocalendar().week:02}",
        "{month}": f"{start_on.month:02}",
    }
    for place, value in values.items():
        pattern = pattern.replace(place, value)
    return pattern


def tells_apart(pattern: str) -> bool:
    """Say whether two iterations get different names."""
    return any(place in pattern for place in ("{n}", "{week}", "{month}"))


def n_in(pattern: str, name: str) -> int | None:
    """Read the n out of a name that was made by the pattern, if it was."""
    if "{n}" not in pattern:
        return None
    written = re.escape(pattern).replace(r"\{n\}", r"(?P<n>\d+)", 1)
    for place in PLACES:
        written = written.replace(re.escape(place), r"\d+")
    found = re.fullmatch(written, name)
    return int(found["n"]) if found else None
