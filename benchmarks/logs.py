"""
Logs of real repositories: `python -m benchmarks.logs --data DIR [--database URL]`.

`DIR` holds logs of commits, `git_log_NAME.txt.gz` (one begins with \\x01; sha, time, day and
subject lie between \\x02; then the lines of `git log --numstat`), and their tags, `tags_NAME.txt`
(time and name). Each log is made a repository again, commit after commit, and read by the
operation that page, API and command line share, with a rule for each of its largest folders. What
then stands there is held against the log itself: commits with subjects and times, the files of
each, the modules by the first folder, and the first release by the times of the tags.
"""

import argparse
import gzip
import subprocess
import tempfile
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.company import in_this_process
from benchmarks.ingest import added, found_company, options, read
from benchmarks.report import Bar, finish

if TYPE_CHECKING:
    from twintrack.foundation.people.models import User
    from twintrack.rnd.engineering.models import Repository

# A rule for each of so many folders, the largest.
FOLDERS = 8
WRITER = "Writer <writer@example.com>"


@dataclass(frozen=True)
class Told:
    """A commit as the log tells it."""

    time: int
    subject: str
    paths: tuple[str, ...]

    @property
    def key(self) -> tuple[int, str]:
        return self.time, self.subject


def path_of(line: str) -> str:
    """Give the path of a line of numbers; of a renamed file the one it has since."""
    path = line.split("\t", 2)[2]
    while " => " in path and "{" in path:
        before, rest = path.split("{", 1)
        inside, after = rest.split("}", 1)
        path = (before + inside.split(" => ")[1] + after).replace("//", "/")
    path = path.split(" => ")[-1]
    if path.startswith('"'):
        # What is no ASCII stands there by its bytes.
        return path[1:-1].encode().decode("unicode_escape").encode("latin-1").decode()
    return path


def commits_of(log: Path) -> list[Told]:
    """Read a log, the oldest first."""
    with gzip.open(log, "rt", encoding="utf-8", errors="replace") as lines:
        records = lines.read().split("\x01")[1:]
    found = []
    for record in records:
        head, _newline, rest = record.partition("\n")
        _sha, time, _day, subject = head.split("\x02", 3)
        paths = dict.fromkeys(path_of(each) for each in rest.splitlines() if each.count("\t") > 1)
        found.append(Told(int(time), " ".join(subject.split()), tuple(paths)))
    return found[::-1]


def tags_of(file: Path, commits: list[Told]) -> dict[int, tuple[int, str]]:
    """Give by the place of the last commit before them which tag was the earliest there."""
    # Times of commits do not always rise: a tag stands on the last up to which all are older.
    highest = list(accumulate((each.time for each in commits), max))
    found: dict[int, tuple[int, str]] = {}
    for line in file.read_text("utf-8").splitlines():
        time, name = line.split(" ", 1)
        place = bisect_right(highest, int(time)) - 1
        if place >= 0:
            found[place] = min(found.get(place, (int(time), name)), (int(time), name))
    return found


def stream(commits: list[Told], tags: dict[int, tuple[int, str]]) -> Iterator[str]:
    """Tell git the commits and tags anew."""
    for place, told in enumerate(commits):
        subject = f"{told.subject}\n"
        yield "commit refs/heads/main\n"
        yield f"mark :{place + 1}\ncommitter {WRITER} {told.time} +0000\n"
        yield f"data {len(subject.encode())}\n{subject}"
        for path in told.paths:
            content = f"{place}\n"
            yield f"M 100644 inline {path}\ndata {len(content)}\n{content}"
    for place, (time, name) in tags.items():
        yield f"tag {name}\nfrom :{place + 1}\ntagger {WRITER} {time} +0000\ndata 0\n\n"


def made(folder: Path, log: str) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    subprocess.run(command, input=log.encode(), check=True)
    return folder


def rule(repository: "Repository", folders: list[str], by: "User") -> None:
    """Make a module of each folder."""
    from django.utils import timezone

    from twintrack.hub.products import operations as products
    from twintrack.rnd.engineering.operations import RuleLine, set_path_rules

    now, rules = timezone.now(), []
    for folder in folders:
        name = f"{repository.name}/{folder}"
        module = products.add_module(product=repository.product, name=name, by=by, at=now)
        rules.append(RuleLine(pattern=f"{folder}/**", module=module))
    set_path_rules(repository=repository, before=[], rules=rules, by=by, at=now)


def stands(repository: "Repository") -> dict[str, Counter[tuple[Any, ...]]]:
    """Give what is kept of each commit, as often as it is."""
    from twintrack.rnd.engineering.models import CommitModule, FileChange

    files, modules = defaultdict(set), defaultdict(set)
    rows = FileChange.objects.filter(commit__repository=repository)
    for commit, path in rows.values_list("commit_id", "path").iterator():
        files[commit].add(path)
    parts = CommitModule.objects.filter(commit__repository=repository)
    for commit, name in parts.values_list("commit_id", "module__name"):
        modules[commit].add(name.split("/", 1)[1])
    found: dict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for each in repository.commits.select_related("first_release"):
        key = (int(each.committed_at.timestamp()), each.subject)
        release = each.first_release.name if each.first_release else ""
        found["commits"][key, None] += 1
        found["files"][key, frozenset(files[each.pk])] += 1
        found["modules"][key, frozenset(modules[each.pk])] += 1
        found["releases"][key, release] += 1
    return found


def first_tags(count: int, tags: dict[int, tuple[int, str]]) -> list[str]:
    """Give by plain times which tag was the first to hold each commit."""
    found, earliest = [""] * count, None
    for place in range(count - 1, -1, -1):
        if place in tags:
            earliest = min(filter(None, (earliest, tags[place])))
        found[place] = earliest[1] if earliest else ""
    return found


def compared(log: Path, folder: Path, by: "User") -> tuple[int, Counter[str]]:
    name = log.name.removeprefix("git_log_").removesuffix(".txt.gz")
    commits = commits_of(log)
    tags = tags_of(log.with_name(f"tags_{name}.txt"), commits)
    repository = added(made(folder / name, "".join(stream(commits, tags))), by)
    sizes = Counter(path.split("/")[0] for c in commits for path in c.paths if "/" in path)
    folders = [each for each, _size in sizes.most_common(FOLDERS)]
    rule(repository, folders, by)
    read(repository, by)
    modules = [
        frozenset(p.split("/")[0] for p in c.paths if "/" in p) & set(folders) for c in commits
    ]
    expected: dict[str, list[Any]] = {
        "commits": [None] * len(commits),
        "files": [frozenset(each.paths) for each in commits],
        "modules": modules,
        "releases": first_tags(len(commits), tags),
    }
    here, found = stands(repository), Counter[str]()
    for what, values in expected.items():
        told = Counter((c.key, value) for c, value in zip(commits, values, strict=True))
        # What is missing, and what stands there instead.
        found[what] = ((told - here[what]) + (here[what] - told)).total()
    return len(commits), found


def measured(chosen: argparse.Namespace) -> tuple[list[Bar], dict[str, float]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    by, sums, figures = found_company(), Counter[str](), dict[str, float]()
    with tempfile.TemporaryDirectory() as place:
        for log in sorted(chosen.data.glob("git_log_*.txt.gz")):
            count, found = compared(log, Path(place), by)
            figures[f"{log.name}: commits"] = count
            sums += found
    connections.close_all()
    names = ("commits", "files", "modules", "releases")
    return [
        Bar(bar=f"{each} other than the log says", figure=sums[each], limit=0) for each in names
    ], figures


def main() -> None:
    chosen = options()
    with in_this_process(chosen.database):
        bars, figures = measured(chosen)
    finish("logs", bars, chosen, baselines=figures)


if __name__ == "__main__":
    main()
