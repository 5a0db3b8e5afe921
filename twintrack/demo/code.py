"""The repository of the motion controller, written as its requirements were worked on."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING
from twintrack.demo.story import Wish
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.operations import RepositoryFacts, RuleLine

PRODUCT, NAME = "h3", "h3-firmware"
AUTHORS = ("zhou", "chen", "zhou", "zheng")
STEPS = (
    (("先写下复现它的测试", "Write down the test that shows it"), "tests", 34),
    (("主体实现", "Build the main part"), "src", 128),
    (("边界情况与限幅", "Mind the limits"), "src", 41),
    (("参数写进手册", "Put the parameters into the manual"), "docs", 12),
)
CHORES = (
    (("升级编译器", "Update the compiler"), "build/toolchain.cmake", 6),
    (("CI 上跑静态检查", "Let CI run static checks"), "build/checks.yml", 22),
    (("去掉不再用的驱动", "Remove a driver that nobody uses"), "src/fieldbus/legacy.c", 3),
    (("日志带上时间戳", "Put the time into the log"), "src/tuning/log.c", 18),
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A commit: when, by whom, why, and how many lines of which file."""

    at: datetime
    by: User
    message: str
    path: str
    lines: int


def write(cast: Cast) -> None:
    """Write into the diary that the repository is read; without git there is none."""
    if shutil.which("git"):
        cast.diary.on(1, 17, partial(_read, cast))


def _read(cast: Cast, at: datetime) -> None:
    folder = Path(settings.DATA_DIR) / "demo" / f"{NAME}.git"
    _build(folder, steps_of(cast, at), _releases(cast, at))
    by, product = cast.staff["chen"], cast.products[PRODUCT]
    facts = RepositoryFacts(name=NAME, source=str(folder.resolve()), release_pattern="v*")
    repository = operations.add_repository(product=product, facts=facts, by=by, at=at)
    rules = [
        RuleLine(pattern=f"{place}/{key}/**", module=module)
        for (code, key), module in cast.modules.items()
        for place in ("src", "tests", "docs")
        if code == PRODUCT
    ]
    operations.set_path_rules(repository=repository, before=[], rules=rules, by=by, at=at)
    operations.ingest(repository=repository, by=by, at=at)


def steps_of(cast: Cast, until: datetime) -> list[Step]:
    """Give the commits of the repository, the oldest first."""
    steps = []
    for n in range(27):
        words, path, lines = CHORES[n % len(CHORES)]
        steps.append(
            Step(
                at=_at_work(until - timedelta(days=BEGINNING - n * 6.12), n),
                by=cast.staff[AUTHORS[n % len(AUTHORS)]],
                message=cast.teller.of(words),
                path=path,
                lines=lines + n,
            )
        )
    wishes = [each for each in cast.teller.wishes() if each.product == PRODUCT]
    for n, wish in enumerate(wishes):
        if "in_development" in wish.states:
            steps += _work(cast, wish, until, n)
    return sorted((step for step in steps if step.at < until), key=lambda step: step.at)


def _at_work(moment: datetime, n: int) -> datetime:
    return timezone.localtime(moment).replace(hour=9 + n % 9)


def _work(cast: Cast, wish: Wish, until: datetime, n: int) -> list[Step]:
    begun = wish.states["in_development"]
    days = max(begun - wish.states.get("in_testing", 0), 4)
    requirement = cast.requirements[wish.key]
    return [
        Step(
            at=_at_work(until - timedelta(days=begun - days * (k + 1) / 6, minutes=37 * n), n + k),
            by=cast.staff[AUTHORS[(n + k) % len(AUTHORS)]],
            message=f"{cast.teller.of(words)}: {requirement.title}\n\nRefs {requirement.number}",
            path=f"{place}/{wish.module}/{wish.key}.{'md' if place == 'docs' else 'c'}",
            lines=lines + 7 * n,
        )
        for k, (words, place, lines) in enumerate(STEPS)
    ]


def _releases(cast: Cast, until: datetime) -> dict[str, datetime]:
    days = {each.name: each.released_on for each in cast.versions[PRODUCT]}
    return {
        f"v{name}": until - timedelta(days=(until.date() - day).days)
        for name, day in days.items()
        if day is not None and (until.date() - day).days < BEGINNING
    }


def _build(folder: Path, steps: list[Step], releases: dict[str, datetime]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", "--", folder], check=True)
    told = b"".join(_commit(step, mark) for mark, step in enumerate(steps, start=1))
    for name, moment in releases.items():
        shipped = sum(step.at <= moment for step in steps)
        if shipped:
            told += f"reset refs/tags/{name}\nfrom :{shipped}\n\n".encode()
    command = ["git", f"--git-dir={folder}", "fast-import", "--quiet"]
    subprocess.run(command, input=told, check=True)


def _commit(step: Step, mark: int) -> bytes:
    who = f"{step.by.name} <{step.by.email}> {int(step.at.timestamp())} +0800"
    text = "".join(f"{step.path} {line * step.lines}\n" for line in range(step.lines)).encode()
    message = step.message.encode()
    return (
        f"commit refs/heads/main\nmark :{mark}\nauthor {who}\ncommitter {who}\n"
        f"data {len(message)}\n".encode()
        + message
        + f"\nM 100644 inline {step.path}\ndata {len(text)}\n".encode()
        + text
        + b"\n"
    )
