"""Read reports into few numbers: tests by their ids, files by their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import IO

from django.db import transaction

from twintrack.rnd.engineering.history.git import Failed
from twintrack.rnd.engineering.history.globs import Chooser
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.quality import changed
from twintrack.rnd.quality.lifecycle import Format
from twintrack.rnd.quality.models import TestCase
from twintrack.rnd.quality.operations.facts import Given
from twintrack.rnd.quality.reports.cobertura import read_cobertura
from twintrack.rnd.quality.reports.jacoco import read_jacoco
from twintrack.rnd.quality.reports.junit import Case, Outcome, read_junit
from twintrack.rnd.quality.reports.lcov import read_lcov
from twintrack.rnd.quality.reports.lines import Gathering, Marks
from twintrack.rnd.quality.reports.places import Places, guess_test_paths
from twintrack.rnd.quality.reports.refusals import ReportUnreadable

AT_ONCE = 900
# So many failures of a run keep all their lines; of others the first one is enough.
TOLD_IN_FULL = 500
READERS = {
    Format.COBERTURA: read_cobertura,
    Format.LCOV: read_lcov,
    Format.JACOCO: read_jacoco,
}


@dataclass(kw_only=True)
class ReadRun:
    """What a file of results says, by ids of tests."""

    name: str
    digest: str
    suite: str = ""
    seconds: float = 0.0
    began_at: datetime | None = None
    passed: set[int] = field(default_factory=set)
    skipped: set[int] = field(default_factory=set)
    failed: dict[int, str] = field(default_factory=dict)
    flaky: dict[int, str] = field(default_factory=dict)
    durations: dict[int, float] = field(default_factory=dict)

    def take(self, pk: int, case: Case) -> None:
        """Note how a test ended; one that ended both ways within a file is flaky."""
        self.seconds += case.seconds
        if case.seconds:
            self.durations[pk] = self.durations.get(pk, 0.0) + case.seconds
        message = case.message
        if len(self.failed) + len(self.flaky) >= TOLD_IN_FULL:
            message = message.partition("\n")[0][:200]
        if case.outcome == Outcome.SKIPPED:
            if not (pk in self.passed or pk in self.failed or pk in self.flaky):
                self.skipped.add(pk)
            return
        self.skipped.discard(pk)
        is_both = case.outcome == Outcome.FLAKY or pk in self.flaky
        is_both |= pk in (self.failed if case.outcome == Outcome.PASSED else self.passed)
        if is_both:
            self.passed.discard(pk)
            self.flaky[pk] = self.failed.pop(pk, "") or self.flaky.get(pk, "") or message
        elif case.outcome == Outcome.PASSED:
            self.passed.add(pk)
        else:
            self.failed.setdefault(pk, message)


@dataclass(frozen=True, kw_only=True)
class ReadCoverage:
    """What a file of coverage says, by paths of the repository."""

    name: str
    format: Format
    digest: str
    files: dict[str, Marks]


def digest_of(file: IO[bytes]) -> str:
    """Name a file by what it holds."""
    found = sha256()
    file.seek(0)
    while block := file.read(1 << 20):
        found.update(block)
    file.seek(0)
    return found.hexdigest()


class Ground:
    """What a repository knows of its files at a commit: paths, and the modules of paths."""

    def __init__(self, repository: Repository, mirror: Path, sha: str) -> None:
        self.repository = repository
        try:
            paths = changed.files_at(mirror, sha) if (mirror / "HEAD").exists() else []
        except Failed:
            paths = []
        self.places = Places(paths)
        rules = repository.rules.order_by("position").values_list("pattern", "module_id")
        self.chooser = Chooser(list(rules))
        self.place_test = lru_cache(maxsize=5000)(self._place_test)

    def _place_test(self, classname: str, file: str) -> tuple[str, int | None]:
        """Say where a test of a class stands, and which module that belongs to."""
        guesses = guess_test_paths(classname, file)
        found = [self.places.find(guess) for guess in guesses]
        known = next((path for path in found if path in self.places.paths), "")
        if known:
            return known, self.chooser.choose(known)
        chosen = (self.chooser.choose(guess) for guess in guesses)
        module = next((each for each in chosen if each is not None), None)
        return (guesses[0] if file else ""), module


def read_run(given: Given, digest: str, ground: Ground, at: datetime) -> ReadRun:
    """
    Read a file of results; tests that were never seen are kept as soon as they are.

    :raises ReportUnreadable: if it cannot be read.
    """
    run = ReadRun(name=given.name[:200], digest=digest)
    waiting: list[Case] = []

    def keep() -> None:
        ids = _identify(waiting, ground, at)
        for case in waiting:
            run.take(ids[_key(case)], case)
        waiting.clear()

    def take(case: Case) -> None:
        run.suite = run.suite or case.suite[:300]
        waiting.append(case)
        if len(waiting) >= AT_ONCE:
            keep()

    def begun(moment: datetime) -> None:
        run.began_at = min(moment, run.began_at or moment)

    with named(given):
        read_junit(given.file, take, begun)
    keep()
    return run


def read_coverage(given: Given, digest: str, ground: Ground) -> ReadCoverage:
    """
    Read a file of coverage.

    :raises ReportUnreadable: if it cannot be read.
    """
    with named(given):
        gathering: Gathering = READERS[given.format](given.file)
    files: dict[str, Marks] = {}
    for path, marks in gathering.files.items():
        found = ground.places.find(path)
        if found in files:
            files[found].merge(marks)
        else:
            files[found] = marks
    return ReadCoverage(name=given.name[:200], format=given.format, digest=digest, files=files)


class named:  # noqa: N801
    """Say of a refusal which file it is about."""

    def __init__(self, given: Given) -> None:
        self.given = given

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if isinstance(error, ReportUnreadable):
            error.say(f"{self.given.name}: {error.message}")


def _key(case: Case) -> str:
    whole = f"{case.classname}\0{case.name}".encode("utf-8", "replace")
    return blake2b(whole, digest_size=12).hexdigest()


def _identify(cases: list[Case], ground: Ground, at: datetime) -> dict[str, int]:
    by_key = {_key(case): case for case in cases}
    tests = TestCase.objects.filter(repository=ground.repository, key__in=list(by_key))
    known = dict(tests.values_list("key", "pk"))
    new = [_seen_first(key, by_key[key], ground, at) for key in by_key if key not in known]
    if new:
        with transaction.atomic():
            TestCase.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
        known = dict(tests.values_list("key", "pk"))
    return known


def _seen_first(key: str, case: Case, ground: Ground, at: datetime) -> TestCase:
    path, module = ground.place_test(case.classname, case.file)
    return TestCase(
        product_id=ground.repository.product_id,
        repository=ground.repository,
        key=key,
        classname=_short(case.classname, 300),
        name=_short(case.name, 500) or "—",
        path=path[:500],
        module_id=module,
        first_seen_at=at,
    )


def _short(text: str, most: int) -> str:
    return text.replace("\0", "")[:most]
