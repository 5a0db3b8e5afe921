"""
Large and hostile reports of CI: `python -m benchmarks.reports [--megabytes 100] [--database URL]`.

A JUnit file and a Cobertura file of so many megabytes are written, and each is taken in by the
operation that page, API and command line share, in a process of its own whose largest memory is
measured; then both come again. Hostile files have to be refused, in little time and memory.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from benchmarks.company import in_this_process
from benchmarks.report import Bar, finish

SHA = "a" * 40
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><testsuite name="&b;"/>'
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite name="&x;"/>'


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", default="", help="postgresql://…; a SQLite file without")
    parser.add_argument("--megabytes", type=int, default=100)
    # What a process of its own is asked for.
    parser.add_argument("--take", choices=("nothing", "junit", "cobertura", "hostile"))
    parser.add_argument("--file", type=Path)
    return parser.parse_args()


def junit(size: int) -> Iterator[bytes]:
    """Write tests with what they print, of which one in fifty fails."""
    yield b'<?xml version="1.0"?><testsuites><testsuite name="large">'
    written, n = 0, 0
    while written < size:
        n += 1
        failure = "<failure message='expected 3'>at line 9\n</failure>" if n % 50 == 0 else ""
        case = (
            f'<testcase classname="tests.part{n // 100}.test_it" name="test_{n}" time="0.01">'
            f"{failure}<system-out>{'what a test prints ' * 30}</system-out></testcase>"
        ).encode()
        written += len(case)
        yield case
    yield b"</testsuite></testsuites>"


def cobertura(size: int) -> Iterator[bytes]:
    """Write files of two thousand lines."""
    yield b'<?xml version="1.0"?><coverage><packages><package><classes>'
    written, n = 0, 0
    while written < size:
        n += 1
        lines = "".join(f'<line number="{k}" hits="{k % 3}"/>' for k in range(1, 2001))
        file = f'<class filename="src/part{n}.py"><lines>{lines}</lines></class>'.encode()
        written += len(file)
        yield file
    yield b"</classes></package></packages></coverage>"


class Endless:
    """A file that begins as a report does, and then goes on with one thing for ever."""

    def __init__(self, beginning: bytes, filling: bytes, size: int) -> None:
        self.blocks = iter([beginning, *[filling * (65536 // len(filling))] * (size // 65536)])

    def read(self, _size: int) -> bytes:
        return next(self.blocks, b"")


HOSTILE: dict[str, Callable[[int], IO[bytes]]] = {
    "entities": lambda _size: BytesIO(LAUGHS),
    "an outside file": lambda _size: BytesIO(OUTSIDE),
    "depth": lambda size: Endless(b"<testsuite>", b"<testsuite>", size),  # type: ignore[return-value]
    "an attribute": lambda size: Endless(b'<testsuite name="', b"a", size),  # type: ignore[return-value]
    "a comment": lambda size: Endless(b"<testsuite><!--", b"a", size),  # type: ignore[return-value]
}


def peak() -> float:
    """Give the largest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def found_repository() -> tuple[object, object]:
    from django.core.management import call_command
    from django.utils import timezone

    from twintrack.foundation.access import operations as access
    from twintrack.hub.products import operations as products
    from twintrack.rnd.engineering.models import Repository
    from twintrack.rnd.engineering.operations import RepositoryFacts, add_repository

    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    if found := Repository.objects.select_related("product", "added_by").first():
        return found, found.added_by
    newcomer = access.Newcomer(email="admin@example.com", name="Reader", language="en")
    by = access.found(newcomer=newcomer, at=now)
    product = products.add_product(code="tool", name="Tool", by=by, at=now)
    facts = RepositoryFacts(name="tool", source="https://example.com/tool.git")
    return add_repository(product=product, facts=facts, by=by, at=now), by


def take(form: str, file: Path) -> dict[str, float]:
    """Take a file in, and once more; gives seconds, memory and what was found."""
    import django

    django.setup()
    from django.utils import timezone

    from twintrack.rnd.quality.lifecycle import Format
    from twintrack.rnd.quality.operations import BuildFacts, Given, report

    repository, by = found_repository()
    began_with, began = peak(), time.monotonic()
    told = {}
    for turn in ("first", "second"):
        with file.open("rb") as opened:
            done = report(
                repository=repository,  # type: ignore[arg-type]
                facts=BuildFacts(sha=SHA, branch="main", job=form),
                files=[Given(name=file.name, format=Format(form), file=opened)],
                by=by,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        told[f"{turn} seconds"] = time.monotonic() - began
        told[f"{turn} added"] = done.added
        began = time.monotonic()
    tests = done.build.passed + done.build.failed
    return told | {"before": began_with, "peak": peak(), "counted": tests or done.build.lines_total}


def refuse(size: int) -> dict[str, float]:
    """Read hostile files; gives how many were refused, and the largest time and memory."""
    import django

    django.setup()
    from twintrack.rnd.quality.reports.junit import read_junit
    from twintrack.rnd.quality.reports.refusals import ReportUnreadable

    before, refused, longest = peak(), 0, 0.0
    for make in HOSTILE.values():
        began = time.monotonic()
        try:
            read_junit(make(size), lambda _case: None)
        except ReportUnreadable:
            refused += 1
        longest = max(longest, time.monotonic() - began)
    return {"before": before, "peak": peak(), "refused": refused, "longest": longest}


def ask(form: str, megabytes: int, file: Path | None = None) -> dict[str, float]:
    """Let a process of its own do it, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.reports", "--take", form]
    command += ["--megabytes", str(megabytes), *(["--file", str(file)] if file else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=os.environ)
    found: dict[str, float] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def main() -> None:
    chosen = options()
    size = chosen.megabytes << 20
    if chosen.take:
        nothing = {"nothing": dict, "hostile": lambda: refuse(size)}
        act = nothing.get(chosen.take, lambda: take(chosen.take, chosen.file))
        print(json.dumps(act()))
        return
    found = {}
    with in_this_process(chosen.database), tempfile.TemporaryDirectory() as folder:
        for form, write in (("junit", junit), ("cobertura", cobertura)):
            file = Path(folder) / f"{form}.xml"
            with file.open("wb") as opened:
                opened.writelines(write(size))
            found[form] = ask(form, chosen.megabytes, file)
        found["hostile"] = ask("hostile", chosen.megabytes)
    bars, measured = [], {}
    for form in ("junit", "cobertura"):
        told = found[form]
        grown = told["peak"] - told["before"]
        name = f"{form}, {chosen.megabytes} MB"
        bars += [
            Bar(bar=f"{name}: memory beyond the start, MB", figure=grown, limit=250),
            Bar(bar=f"{name}: seconds", figure=told["first seconds"], limit=60),
            Bar(bar=f"{name}: added when it comes again", figure=told["second added"], limit=0),
        ]
        measured |= {
            f"{name}: tests or lines": told["counted"],
            f"{name}: largest memory, MB": told["peak"],
            f"{name}: seconds when it comes again": told["second seconds"],
        }
    told = found["hostile"]
    bars += [
        Bar(bar="hostile files refused", figure=told["refused"], limit=len(HOSTILE), more=True),
        Bar(
            bar="hostile: memory beyond the start, MB",
            figure=told["peak"] - told["before"],
            limit=50,
        ),
        Bar(bar="hostile: seconds of the longest", figure=told["longest"], limit=5),
    ]
    finish("reports", bars, chosen, baselines=measured)


if __name__ == "__main__":
    main()
