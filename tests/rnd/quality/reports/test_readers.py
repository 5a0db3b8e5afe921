"""What real tools write is read; what is damaged or hostile is refused in little memory."""

import resource
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.utils import translation

from tests.rnd.quality.reports import samples
from twintrack.rnd.quality.reports.cobertura import read_cobertura
from twintrack.rnd.quality.reports.jacoco import read_jacoco
from twintrack.rnd.quality.reports.junit import Case, read_junit, seconds_of
from twintrack.rnd.quality.reports.lcov import read_lcov
from twintrack.rnd.quality.reports.lines import COVERED, MISSED, read_lines, write_lines
from twintrack.rnd.quality.reports.places import Places, guess_test_paths
from twintrack.rnd.quality.reports.refusals import (
    NothingInside,
    NotWellFormed,
    OtherFormat,
    PieceTooLarge,
    ReportHostile,
    ReportUnreadable,
    TooDeep,
    TooMuchInside,
)

Read = Callable[[Any], Any]


def cases(text: str) -> list[Case]:
    found: list[Case] = []
    read_junit(BytesIO(text.encode()), found.append)
    return found


def told(text: str) -> list[tuple[str, str, str, float]]:
    return [(each.classname, each.name, each.outcome.value, each.seconds) for each in cases(text)]


def test_the_shapes_of_five_tools_are_read() -> None:
    bus, axis = "tests.fieldbus.test_bus", "com.acme.DriveTest"
    assert told(samples.PYTEST) == [
        ("tests.tuning.test_limits.TestLimits", "test_low[1-2]", "passed", 0.25),
        ("tests.tuning.test_limits", "test_high", "failed", 1.0),
        (bus, "test_open", "failed", 0.1),
        (bus, "test_later", "skipped", 0.0),
        (bus, "test_known", "skipped", 0.0),
    ]
    assert told(samples.SUREFIRE) == [
        (axis, "starts", "passed", 1025.302),
        (axis, "stops", "flaky", 0.004),
        (axis, "turns", "failed", 0.004),
        (axis, "later", "skipped", 0.0),
    ]
    # A retry writes the test once more: it is one test with both outcomes, see the operation.
    assert told(samples.GRADLE) == [
        ("com.acme.BusTest", "opens()", "failed", 0.021),
        ("com.acme.BusTest", "opens()", "passed", 0.01),
        ("com.acme.BusTest", "closes()", "passed", 0.0),
    ]
    assert told(samples.JEST) == [
        ("cart adds a line", "cart adds a line", "passed", 0.01),
        ("cart sums up", "cart sums up", "failed", 0.0),
        ("inner", "deep", "passed", 0.0),
        ("broken", "broken", "failed", 0.0),
    ]
    go = "acme.com/drive/bus"
    assert told(samples.GOTESTSUM) == [
        (go, "TestOpen", "passed", 0.0),
        (go, "TestSend", "failed", 0.2),
        (go, "TestSend", "passed", 0.2),
        (go, "TestSlow", "skipped", 0.0),
    ]


def test_of_a_failure_the_first_lines_are_kept_and_of_output_nothing() -> None:
    high = next(each for each in cases(samples.PYTEST) if each.name == "test_high")
    assert high.message.splitlines()[:2] == ["assert 3 == 4", "def test_high():"]
    jest = next(each for each in cases(samples.JEST) if each.name == "cart sums up")
    assert jest.message == "expect(\nExpected: 3"
    assert next(each.file for each in cases(samples.JEST)) == "src/cart.test.ts"
    lines = "\n".join(f"line {n}" for n in range(1000))
    long = (
        f'<testsuite name="s"><testcase name="t"><failure>{lines}</failure></testcase></testsuite>'
    )
    assert len(cases(long)[0].message.splitlines()) == 20
    moments: list[datetime] = []
    for text in (samples.PYTEST, samples.GRADLE, samples.GOTESTSUM):
        read_junit(BytesIO(text.encode()), lambda _case: None, moments.append)
    # What names no time zone could have been any moment.
    assert moments == [datetime(2026, 11, 20, 1, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1.5", 1.5),
        ("0,004", 0.004),
        ("1,025.302", 1025.302),
        ("1.025,302", 1025.302),
        ("2 s", 2.0),
        ("", 0.0),
        ("NaN", 0.0),
        ("inf", 0.0),
        ("-1", 0.0),
        ("soon", 0.0),
    ],
)
def test_durations_are_read_as_tools_write_them(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("read", "text", "files"),
    [
        (
            read_cobertura,
            samples.COVERAGE_PY,
            {
                "/builds/team/tool/src/core/axis.py": ("1,5", "2"),
                "/builds/team/tool/src/core/bus.py": ("2", ""),
            },
        ),
        (read_cobertura, samples.GCOVR, {"src/axis.c": ("3", "4")}),
        (read_cobertura, samples.COVERLET, {"C:/agent/_work/1/s/src/Acme/Axis.cs": ("7", "8")}),
        (
            read_lcov,
            samples.LCOV,
            {"/builds/team/tool/src/cart.ts": ("1", "2"), "src/sum.ts": ("10", "")},
        ),
        (read_jacoco, samples.JACOCO, {"com/acme/drive/Axis.java": ("4", "5")}),
    ],
)
def test_covered_lines_are_read(read: Read, text: str, files: dict[str, tuple[str, str]]) -> None:
    found = {
        path: (marks.write(COVERED), marks.write(MISSED))
        for path, marks in read(BytesIO(text.encode())).files.items()
    }

    assert found == files


def test_lines_are_written_as_ranges() -> None:
    assert write_lines([5, 1, 2, 3, 3]) == "1-3,5"
    assert read_lines("1-3,5") == {1, 2, 3, 5}
    assert read_lines("") == set()


def test_the_file_that_a_path_means_is_found_wherever_its_tool_stood() -> None:
    places = Places(["src/core/axis.c", "src/main/java/com/acme/Axis.java", "a/x.c", "b/x.c"])

    assert places.find("/builds/team/tool/src/core/axis.c") == "src/core/axis.c"
    assert places.find("com/acme/Axis.java") == "src/main/java/com/acme/Axis.java"
    assert places.find("C:\\agent\\a\\x.c") == "a/x.c"
    assert places.find("x.c") == "x.c"
    assert places.find("./src/core/../core/axis.c") == "src/core/axis.c"
    assert "tests/tuning/test_limits.py" in guess_test_paths("tests.tuning.test_limits.TestIt", "")
    assert "com/acme/Axis.java" in guess_test_paths("com.acme.Axis$Inner", "")
    assert guess_test_paths("x", "./src/a.test.ts") == ["src/a.test.ts"]


def attribute(size: int) -> str:
    return f'<testsuite name="{"a" * size}"><testcase name="t"/></testsuite>'


@pytest.mark.parametrize(
    ("read", "text", "refusal"),
    [
        (read_junit, samples.BILLION_LAUGHS, ReportHostile),
        (read_junit, '<!DOCTYPE t SYSTEM "http://x/y.dtd"><testsuite/>', ReportHostile),
        (read_jacoco, samples.OUTSIDE, ReportHostile),
        (read_jacoco, samples.BILLION_LAUGHS, ReportHostile),
        (read_cobertura, samples.OUTSIDE, ReportHostile),
        (read_junit, "<testsuite>" * 200, TooDeep),
        (read_junit, attribute(6 << 20), PieceTooLarge),
        (read_junit, samples.PYTEST[:600], NotWellFormed),
        (read_junit, "PK\x03\x04", NotWellFormed),
        (read_junit, "", NothingInside),
        (read_junit, "<html><body/></html>", OtherFormat),
        (read_junit, "<testsuite/>", NothingInside),
        (read_cobertura, samples.JACOCO, OtherFormat),
        (
            read_cobertura,
            '<coverage><class filename="a"><line number="x"/></class></coverage>',
            NotWellFormed,
        ),
        (read_cobertura, "<coverage/>", NothingInside),
        (
            read_jacoco,
            '<report><sourcefile name="a"><line nr="9999999" ci="1"/></sourcefile></report>',
            NotWellFormed,
        ),
        (read_lcov, "SF:a\nDA:x,1\n", NotWellFormed),
        (read_lcov, "hello", OtherFormat),
        (read_lcov, "TN:\n", NothingInside),
        (read_lcov, "SF:" + "a" * 100_000, PieceTooLarge),
        (read_lcov, "".join(f"SF:{n}\nDA:1000000,1\n" for n in range(65)), TooMuchInside),
    ],
    # A text of megabytes is no name of a test.
    ids=count(),
)
def test_what_is_damaged_or_hostile_is_refused(
    read: Read, text: str, refusal: type[ReportUnreadable]
) -> None:
    takes = (lambda _case: None,) if read is read_junit else ()

    with pytest.raises(refusal) as refused, translation.override("en"):
        read(BytesIO(text.encode()), *takes)

    assert str(refused.value)


class Endless:
    """A file of test results that is never held whole."""

    def __init__(self, megabytes: int) -> None:
        case = b'<testcase classname="a" name="t%d" time="0.1"><system-out>' + b"x" * 5000
        self.block = case % 1 + b"</system-out></testcase>"
        self.left = megabytes * (1 << 20) // len(self.block)
        self.began = False

    def read(self, _size: int) -> bytes:
        if not self.began:
            self.began = True
            return b'<testsuite name="long">'
        self.left -= 10
        if self.left < -10:
            return b""
        return self.block * 10 if self.left > 0 else b"</testsuite>"


def test_memory_does_not_grow_with_the_file() -> None:
    read_junit(Endless(1), lambda _case: None)  # type: ignore[arg-type]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    read_junit(Endless(20), lambda _case: None)  # type: ignore[arg-type]

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024
