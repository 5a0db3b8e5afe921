"""The repository of the motion controller, written as its requirements were worked on."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from twintrack.demo import hooks, reviews
from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING
from twintrack.demo.steps import Step, chance
from twintrack.demo.story import Wish
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.engineering.operations import RepositoryFacts, RuleLine

PRODUCT, NAME = "h3", "h3-firmware"
AUTHORS = ("zhou", "tang", "fang", "chen", "zhou", "tang")
# What is done for a requirement: in words, where, how many lines, and for which piece of its work.
STEPS = (
    (("先写下复现它的测试", "Write down the test that shows it"), "tests", 34, "build"),
    (("主体实现", "Build the main part"), "src", 128, "build"),
    (("边界情况与限幅", "Mind the limits"), "src", 41, "edges"),
    (("参数写进手册", "Put the parameters into the manual"), "docs", 12, "manual"),
)
# What is done besides, again and again, in one module after the other.
CHORES = (
    (("日志带上时间戳", "Put the time into the log"), 18),
    (("去掉不再用的分支", "Remove a branch that nobody takes"), 7),
    (("采样滤波改为一阶", "Filter samples by the first order"), 46),
    (("参数范围检查移到入口", "Check parameters where they come in"), 31),
    (("把魔法数字换成具名常量", "Give magic numbers a name"), 22),
    (("补上溢出保护", "Guard against overflow"), 27),
    (("错误码与手册对齐", "Let error codes agree with the manual"), 15),
    (("缩短中断里的临界区", "Shorten the critical section of the interrupt"), 38),
    (("单元测试覆盖边界值", "Cover limit values by unit tests"), 64),
)
REMOVAL = ("去掉不再用的驱动", "Remove a driver that nobody uses")
MODULES = ("tension", "fieldbus", "tuning", "safety", "current")
EVERY = 2.2
# Since so many days ago the tension loop is worked on most.
RUSH, RUSH_EVERY = 24, 1.4
# What is proposed and not merged yet: author, module, words, days ago, lines.
PROPOSED = (
    ("zhou", "tension", ("换卷前馈补偿分两段", "Feed the splice forward in two steps"), 6, 212),
    ("tang", "tension", ("回摆抑制：加入阻尼项", "Damp the swing back"), 5, 96),
    ("fang", "tension", ("张力传感器断线检测", "Detect a broken tension sensor"), 4, 74),
    ("zhou", "tuning", ("整定中断后恢复限幅", "Restore limits after a broken tuning"), 3, 58),
    ("tang", "fieldbus", ("EtherCAT 看门狗改为可配置", "Let the EtherCAT watchdog be set"), 3, 41),
    ("chen", "safety", ("STO 反馈双通道比较", "Compare both channels of the STO"), 2, 133),
    ("fang", "current", ("电流环采样对齐", "Align the samples of the current loop"), 1, 88),
    (
        "zhou",
        "tension",
        ("草稿：卷径估计换用卡尔曼", "Draft: estimate the diameter by Kalman"),
        2,
        187,
    ),
)


def write(cast: Cast) -> None:
    """Write into the diary that the repository is read; without git there is none."""
    if shutil.which("git"):
        cast.diary.on(1, 17, partial(_read, cast))


def _read(cast: Cast, at: datetime) -> None:
    folder = Path(settings.DATA_DIR) / "demo" / f"{NAME}.git"
    merged, proposed = steps_of(cast, at), _proposed(cast, at)
    shas = _build(folder, merged, proposed, _releases(cast, at))
    merged = [replace(step, sha=sha) for step, sha in zip(merged, shas, strict=False)]
    proposed = [
        replace(step, sha=sha) for step, sha in zip(proposed, shas[len(merged) :], strict=True)
    ]
    repository = _add(cast, folder, at)
    releases = _releases(cast, at)
    reviews.bring(cast, repository, merged=merged, proposed=proposed, releases=releases, at=at)
    operations.ingest(repository=repository, by=cast.staff["chen"], at=at)
    hooks.connect(cast, repository, proposed)


def _add(cast: Cast, folder: Path, at: datetime) -> Repository:
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
    wanted = {"opening_moves": True, "merging_moves_to": "in_testing"}
    return operations.change_repository(
        repository=repository, before={}, values=wanted, by=by, at=at
    )


def steps_of(cast: Cast, until: datetime) -> list[Step]:
    """Give the commits of the main branch, the oldest first."""
    steps = [*_chores(cast, until), _removal(cast, until)]
    wishes = [each for each in cast.teller.wishes() if each.product == PRODUCT]
    for n, wish in enumerate(wishes):
        if "in_development" in wish.states:
            steps += _work(cast, wish, until, n)
    return sorted((step for step in steps if step.at < until), key=lambda step: step.at)


def _chores(cast: Cast, until: datetime) -> Iterator[Step]:
    days = [(BEGINNING - n * EVERY, MODULES[n % len(MODULES)]) for n in range(72)]
    days += [(RUSH - n * RUSH_EVERY, "tension") for n in range(16)]
    for n, (ago, module) in enumerate(days):
        words, lines = CHORES[chance(n, module, of=len(CHORES))]
        yield Step(
            at=_at_work(until - timedelta(days=ago), n),
            by=cast.staff[AUTHORS[n % len(AUTHORS)]],
            message=f"{module}: {cast.teller.of(words)}",
            path=f"src/{module}/part{n % 3}.c",
            lines=lines + chance(n, "lines", of=40),
            module=module,
        )


def _removal(cast: Cast, until: datetime) -> Step:
    """Give the newest one, since which CI misses a device."""
    return Step(
        at=_at_work(until - timedelta(days=2), 7),
        by=cast.staff["tang"],
        message=f"fieldbus: {cast.teller.of(REMOVAL)}",
        path="src/fieldbus/legacy.c",
        lines=12,
        module="fieldbus",
    )


def _at_work(moment: datetime, n: int) -> datetime:
    at = timezone.localtime(moment).replace(hour=10 + n % 8, minute=(n * 17) % 60)
    # What falls on a weekend was done on the Friday before.
    return at - timedelta(days=max(at.weekday() - 4, 0))


def _work(cast: Cast, wish: Wish, until: datetime, n: int) -> list[Step]:
    begun = wish.states["in_development"]
    days = max(begun - wish.states.get("in_testing", 0), 4)
    requirement = cast.requirements[wish.key]
    steps = []
    for k, (words, place, lines, piece) in enumerate(STEPS):
        item = cast.work.get((wish.key, piece))
        refs = f"Refs {requirement.number}" + (f", {item.number}" if item else "")
        steps.append(
            Step(
                at=_at_work(until - timedelta(days=begun - days * (k + 1) / 6), n + k),
                by=cast.staff[AUTHORS[(n + k) % len(AUTHORS)]],
                message=f"{cast.teller.of(words)}: {requirement.title}\n\n{refs}",
                path=f"{place}/{wish.module}/{wish.key}.{'md' if place == 'docs' else 'c'}",
                lines=lines + 7 * n,
                module=wish.module,
            )
        )
    return steps


def _proposed(cast: Cast, until: datetime) -> list[Step]:
    return [
        Step(
            at=_at_work(until - timedelta(days=ago), n),
            by=cast.staff[by],
            message=f"{module}: {cast.teller.of(words)}",
            path=f"src/{module}/next{n}.c",
            lines=lines,
            module=module,
            branch=f"{by}/{module}-{n + 1}",
        )
        for n, (by, module, words, ago, lines) in enumerate(PROPOSED)
    ]


def _releases(cast: Cast, until: datetime) -> dict[str, datetime]:
    days = {each.name: each.released_on for each in cast.versions[PRODUCT]}
    return {
        f"v{name}": until - timedelta(days=(until.date() - day).days)
        for name, day in days.items()
        if day is not None and (until.date() - day).days < BEGINNING
    }


def _build(
    folder: Path, merged: list[Step], proposed: list[Step], releases: dict[str, datetime]
) -> list[str]:
    """Write the repository; gives the sha of each commit in its order."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", "--", folder], check=True)
    told = b"".join(_commit(step, mark) for mark, step in enumerate(merged, start=1))
    last = len(merged)
    for mark, step in enumerate(proposed, start=last + 1):
        told += _commit(step, mark, parent=last)
    for name, moment in releases.items():
        shipped = sum(step.at <= moment for step in merged)
        if shipped:
            told += f"reset refs/tags/{name}\nfrom :{shipped}\n\n".encode()
    marks = folder / "marks"
    command = ["git", f"--git-dir={folder}", "fast-import", "--quiet", f"--export-marks={marks}"]
    subprocess.run(command, input=told, check=True)
    pairs = (line.split() for line in marks.read_text().splitlines())
    by_mark = {int(mark[1:]): sha for mark, sha in pairs}
    marks.unlink()
    return [by_mark[mark] for mark in sorted(by_mark)]


def _commit(step: Step, mark: int, *, parent: int = 0) -> bytes:
    who = f"{step.by.name} <{step.by.email}> {int(step.at.timestamp())} +0800"
    text = "".join(f"{step.path} {line * step.lines}\n" for line in range(step.lines)).encode()
    message = step.message.encode()
    return (
        f"commit refs/heads/{step.branch}\nmark :{mark}\nauthor {who}\ncommitter {who}\n"
        f"data {len(message)}\n".encode()
        + message
        + (f"\nfrom :{parent}" if parent else "").encode()
        + f"\nM 100644 inline {step.path}\ndata {len(text)}\n".encode()
        + text
        + b"\n"
    )
