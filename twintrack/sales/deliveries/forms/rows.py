"""Rows of tables as they were typed: added, moved and removed, numbers that name them follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

MOST = 300
# Django takes no more fields than that in one post.
READ = 1000
# Which fields name rows of a table by their numbers.
NAMED_BY = {
    "phases": (("tasks", "phase"), ("deliverables", "phase")),
    "tasks": (("tasks", "after"),),
    "deliverables": (("criteria", "deliverable"),),
}
# What a new row begins with says nothing of whether anything was written.
CHOSEN = frozenset({"phase", "role", "deliverable"})


class Rows:
    """Tables of rows, nothing of them judged; `focus` is the row and act that one goes on with."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]]) -> None:
        self.fields = fields
        self.tables: dict[str, list[dict[str, str]]] = {table: [] for table in fields}
        self.focus = ""

    def put(self, table: str, **values: object) -> None:
        """Add a row."""
        self.tables[table].append({name: str(values.get(name, "")) for name in self.fields[table]})

    def read(self, posted: Mapping[str, str]) -> Rows:
        """Take the rows that were posted, as far as there may be so many."""
        for table, fields in self.fields.items():
            count = posted.get(f"{table}-count", "")
            is_count = count.isdecimal() and len(count) < 6
            for place in range(min(int(count), READ) if is_count else 0):
                values = {name: posted.get(f"{table}-{place}-{name}", "") for name in fields}
                self.put(table, **values)
        return self

    def act(self, asked: str) -> None:
        """Do what a button says, as `up tasks 3`, of the row at a place from 0."""
        act, table, number = [*asked.split(), "", "", ""][:3]
        rows = self.tables.get(table, [])
        place = int(number) if number.isdecimal() else -1
        if act == "add" and table in self.tables and len(rows) < MOST:
            # Most often the next row belongs where the last one does.
            last = rows[-1] if rows else {}
            self.put(table, **{name: last[name] for name in CHOSEN if name in last})
            self.focus = f"add {table} {len(rows) - 1}"
        elif act == "remove" and 0 <= place < len(rows):
            self.drop(table, place)
            self.focus = f"remove {table} {min(place, len(rows) - 1)}"
        elif act in {"up", "down"} and 0 <= place < len(rows):
            to = place + (1 if act == "down" else -1)
            if 0 <= to < len(rows):
                rows[place], rows[to] = rows[to], rows[place]
                self._rename(table, {place: to, to: place}.get)
                other = {0: "down", len(rows) - 1: "up"}
                self.focus = f"{other.get(to, act)} {table} {to}"

    def drop(self, table: str, place: int) -> None:
        """Take a row out, and what belongs to it alone."""
        del self.tables[table][place]
        if table == "deliverables":
            of = str(place + 1)
            self.tables["criteria"] = [
                each for each in self.tables["criteria"] if each["deliverable"] != of
            ]
        self._rename(table, lambda at, _none: None if at == place else at - (at > place))

    def leave_out_empty(self) -> None:
        """Take out the rows in which nothing was written."""
        for table, rows in self.tables.items():
            for place in reversed(range(len(rows))):
                if not any(v.strip() for name, v in rows[place].items() if name not in CHOSEN):
                    self.drop(table, place)

    def _rename(self, table: str, moved: Callable[[int, int], int | None]) -> None:
        def anew(number: re.Match[str]) -> str:
            at = int(number[0]) - 1
            to = moved(at, at)
            return "" if to is None else str(to + 1)

        for other, field in NAMED_BY.get(table, ()):
            for row in self.tables[other]:
                said = re.sub(r"\d{1,6}", anew, row[field])
                row[field] = ", ".join(filter(None, re.split(r"\s*,\s*", said)))
