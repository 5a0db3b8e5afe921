"""Test results in JUnit's XML, as pytest, Surefire, Gradle, Jest and gotestsum write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO
from xml.sax.xmlreader import AttributesImpl

from twintrack.rnd.quality.reports.refusals import NothingInside, TooMuchInside
from twintrack.rnd.quality.reports.xml import Element, feed

FAILURES = {"failure", "error"}
# Surefire and Gradle: a try that failed before another one passed, or before the last one failed.
PASSED_LATER = {"flakyFailure", "flakyError"}
FAILED_AGAIN = {"rerunFailure", "rerunError"}
TOLD = FAILURES | PASSED_LATER | FAILED_AGAIN | {"skipped"}
NOT_RUN = {"skipped", "notrun", "disabled", "ignored", "suppressed"}
MOST_LINES, MOST_TEXT = 20, 2000
MOST_CASES = 2_000_000
# How terminals are told of colours; without its first byte where that was taken out before.
COLOURS = re.compile(r"\x1b?\[[0-9;]*m")
LONGEST = 7 * 24 * 3600


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    FLAKY = "flaky"


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What a report says of one test."""

    suite: str
    classname: str
    name: str
    # Where the tool says it stands; most say nothing.
    file: str
    outcome: Outcome
    seconds: float
    # The first lines of why it failed, or of why it was skipped.
    message: str = ""


def read_junit(
    file: IO[bytes],
    take: Callable[[Case], object],
    begun: Callable[[datetime], object] = lambda _moment: None,
) -> int:
    """
    Tell `take` of every test as it comes, and `begun` of when suites began; gives how many tests.

    :raises ReportUnreadable: if it is damaged, hostile or no such report.
    """
    reader = _Reader(take, begun)
    feed(file, reader)
    if not reader.cases:
        raise NothingInside
    return reader.cases


class _Reader(Element):
    roots = ("testsuites", "testsuite")
    wanted = "JUnit"

    def __init__(self, take: Callable[[Case], object], begun: Callable[[datetime], object]) -> None:
        super().__init__()
        self.take, self.begun = take, begun
        self.cases = 0
        self.suites: list[str] = []
        self.case: dict[str, str] | None = None
        self.told: dict[str, str] = {}
        self.listening = ""
        self.pieces: list[str] = []
        self.heard = 0

    def begin(self, name: str, given: AttributesImpl) -> None:
        if name == "testsuite":
            self.suites.append(given.get("name", ""))
            moment = _moment(given.get("timestamp", ""))
            if moment:
                self.begun(moment)
        elif name == "testcase":
            self.case, self.told = dict(given.items()), {}
        elif name in TOLD and not self.listening:
            self.listening, self.heard = name, 0
            self.pieces = [given.get("message", "") or given.get("type", "")]

    def text(self, piece: str) -> None:
        # What tests print is not kept, however long it is.
        if self.listening and self.heard < 2 * MOST_TEXT:
            self.pieces.append(piece)
            self.heard += len(piece)

    def end(self, name: str) -> None:
        if name == self.listening:
            self.told.setdefault(name, _first_lines(self.pieces[0], "".join(self.pieces[1:])))
            self.listening = ""
            if self.case is None:
                self._close({"name": self.suites[-1] if self.suites else ""})
        elif name == "testcase" and self.case is not None:
            self._close(self.case)
            self.case = None
        elif name == "testsuite":
            self.suites.pop()

    def _close(self, given: dict[str, str]) -> None:
        self.cases += 1
        if self.cases > MOST_CASES:
            raise TooMuchInside
        outcome, message = self._judge(given)
        suite = next((each for each in reversed(self.suites) if each), "")
        self.take(
            Case(
                suite=suite,
                classname=given.get("classname") or given.get("class") or suite,
                name=given.get("name", ""),
                file=given.get("file") or given.get("filepath") or "",
                outcome=outcome,
                seconds=seconds_of(given.get("time") or given.get("duration") or ""),
                message=message,
            )
        )
        self.told = {}

    def _judge(self, given: dict[str, str]) -> tuple[Outcome, str]:
        for names, outcome in (
            (FAILURES, Outcome.FAILED),
            (PASSED_LATER, Outcome.FLAKY),
            (FAILED_AGAIN, Outcome.FAILED),
            ({"skipped"}, Outcome.SKIPPED),
        ):
            found = next((self.told[name] for name in self.told if name in names), None)
            if found is not None:
                return outcome, found
        states = {given.get(name, "").lower() for name in ("status", "result")}
        return (Outcome.SKIPPED if states & NOT_RUN else Outcome.PASSED), ""


def seconds_of(text: str) -> float:
    """Read a duration: `1.25`, `0,004` or `1,025.30`; nothing of sense is no time at all."""
    text = text.strip().removesuffix("s").strip()
    if "," in text and "." in text:
        thousands = "," if text.rindex(".") > text.rindex(",") else "."
        text = text.replace(thousands, "")
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds <= LONGEST else 0.0


def _moment(text: str) -> datetime | None:
    """Read when a suite began; what names no time zone could be any moment, and is none."""
    try:
        moment = datetime.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _first_lines(said: str, text: str) -> str:
    said, text = (COLOURS.sub("", each).strip() for each in (said, text))
    whole = text if not said or text.startswith(said) else f"{said}\n{text}".strip()
    return "\n".join(whole.splitlines()[:MOST_LINES])[:MOST_TEXT].replace("\0", "")
