"""By what a person is recognised in texts, and texts without it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# Black bars read the same in every language.
MARK = "███"
# One letter stands in too many words to be somebody's name in a text.
SHORTEST_NAME = 2
FEWEST_DIGITS = 7
# However a phone number is parted, its last four digits stand together.
LAST_DIGITS = 4
LATIN = "A-Za-zÀ-ɏ"
APART = r"[\s().\-/–]{0,3}"


@dataclass(frozen=True, kw_only=True)
class Values:
    """
    What tells a person: names, e-mail addresses, and phones as digits without country code.

    `longer` are names of others that a name stands within, such as 王伟强 for 王伟: they stay.
    """

    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    longer: frozenset[str] = frozenset()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds any of them in a text; nothing if there is nothing to look for."""
        found = [
            *map(_of_email, sorted(self.emails)),
            *map(_of_phone, sorted(self.phones)),
            *map(_of_name, sorted(self.searched_names, key=len, reverse=True)),
        ]
        if not found:
            return None
        kept = "|".join(map(_of_name, sorted(self.longer, key=len, reverse=True)))
        return re.compile(rf"(?P<kept>{kept or '(?!)'})|{'|'.join(found)}", re.IGNORECASE)

    @property
    def searched_names(self) -> list[str]:
        return [name for name in self.names if len(name) >= SHORTEST_NAME]

    @property
    def telling(self) -> list[str]:
        """Parts of which any text that names the person holds one, so that few are read."""
        digits = (phone[-LAST_DIGITS:] for phone in self.phones)
        # Whatever parts first and last name, the longest word is written in one.
        words = (max(name.split(), key=len) for name in self.searched_names)
        parts = {*words, *self.emails, *digits}
        # What holds a longer one holds the shorter one that stands in it.
        return sorted(each for each in parts if not any(other in each for other in parts - {each}))

    def without(self, text: str) -> str:
        """Give a text with black bars where the person stood."""
        if self.pattern is None:
            return text
        return self.pattern.sub(lambda found: found["kept"] or MARK, text)

    def erase(self, value: Any, *, with_keys: bool = True) -> Any:
        """Give a value as JSON can carry it, without the person."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, list):
            return [self.erase(each, with_keys=with_keys) for each in value]
        if isinstance(value, dict):
            return {
                self.without(key) if with_keys else key: self.erase(each, with_keys=with_keys)
                for key, each in value.items()
            }
        return value


def as_json(text: str) -> str:
    """Give a text as it is written within JSON by a database that keeps ASCII alone."""
    return json.dumps(text)[1:-1]


def usable(values: Iterable[str]) -> frozenset[str]:
    """Keep what says something, and is not what an erasure left."""
    return frozenset(each.strip() for each in values if each.strip() and MARK not in each)


def _of_name(name: str) -> str:
    words = r"\s+".join(map(re.escape, name.split()))
    begin = rf"(?<![{LATIN}])" if re.match(rf"[{LATIN}]", name) else ""
    end = rf"(?![{LATIN}])" if re.match(rf"[{LATIN}]", name[-1]) else ""
    return f"{begin}{words}{end}"


def _of_email(email: str) -> str:
    # Another address may begin or end with this one: a.wang@x.com, wang@x.com.cn.
    return rf"(?<![A-Za-z0-9._+\-]){re.escape(email)}(?![A-Za-z0-9\-]|\.[A-Za-z])"


def _of_phone(digits: str) -> str:
    number = APART.join(digits)
    return rf"(?<!\d)(?:(?:\+|00)?{APART}86{APART})?(?:\(?0{APART})?{number}(?!\d)"
