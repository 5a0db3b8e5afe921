"""People named in a text: typed as `@name`, kept as `@{12}`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from twintrack.foundation.people.models import User

TOKEN = re.compile(r"@\{(\d{1,18})\}")
# Not within an address such as lin@example.com.
AT = re.compile(r"(?<![A-Za-z0-9._%+-])@(?!\{)")


def handles_of(people: Iterable[User]) -> dict[int, str]:
    """Give the name by which each person is called: with the address where two have one name."""
    people = list(people)
    bearers = Counter(each.name for each in people)
    return {
        each.pk: each.name if bearers[each.name] == 1 else f"{each.name} ({each.email})"
        for each in people
    }


def with_ids(text: str, handles: Mapping[int, str]) -> str:
    """Put ids in the place of the names that follow an @, the longest name first."""
    by_length = sorted(handles.items(), key=lambda each: -len(each[1]))

    def named(start: int) -> tuple[int, str] | None:
        for pk, handle in by_length:
            if handle and text.startswith(handle, start) and _ends(text, start + len(handle)):
                return pk, handle
        return None

    parts, done = [], 0
    for found in AT.finditer(text):
        whom = named(found.end()) if found.start() >= done else None
        if whom is not None:
            parts += [text[done : found.start()], f"@{{{whom[0]}}}"]
            done = found.end() + len(whom[1])
    return "".join([*parts, text[done:]])


def _ends(text: str, end: int) -> bool:
    """Say whether a name ends here: Ann is not meant by @Anna."""
    before, after = text[end - 1], text[end : end + 1]
    return not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())


def with_names(text: str, names: Mapping[int, str]) -> str:
    """Put names in the place of ids; who is not known stays a number."""
    return TOKEN.sub(lambda found: f"@{names.get(int(found[1]), found[1])}", text)


def ids_in(text: str) -> list[int]:
    """List who is named in a text, each once."""
    return list(dict.fromkeys(int(found) for found in TOKEN.findall(text)))
