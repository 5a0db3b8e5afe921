"""
A repository of very many commits: `python -m benchmarks.grown [--commits 100000] [--database URL]`.

It is made up: a line of commits with a branch of one commit merged at each tenth, and a tag at each
five hundredth. Read by the operation that page, API and command line share, commits a second and
memory are taken, the first release of each commit is held against where the tags were put, and
everything is read once more.
"""

import argparse
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.company import in_this_process
from benchmarks.ingest import added, counts, found_company, read, shipped_here
from benchmarks.logs import WRITER, made
from benchmarks.report import Bar, arguments, finish

BRANCH, TAG = 10, 500
BEGIN = 1_500_000_000
FOLDERS, FILES = 20, 400


def stream(commits: int) -> Iterator[str]:
    """Tell git all of it."""
    for number in range(1, commits + 1):
        is_branch, is_merge = number % BRANCH == BRANCH - 1, number % BRANCH == 0
        name, content = "side" if is_branch else "main", f"{number}\n"
        subject = f"Change {number}\n"
        yield f"commit refs/heads/{name}\nmark :{number}\n"
        yield f"committer {WRITER} {BEGIN + number * 600} +0000\n"
        yield f"data {len(subject)}\n{subject}"
        if number > 1:
            yield f"from :{number - 2 if is_merge else number - 1}\n"
        if is_merge:
            yield f"merge :{number - 1}\n"
        yield f"M 100644 inline part{number % FOLDERS}/file{number % FILES}.py\n"
        yield f"data {len(content)}\n{content}"
        if number % TAG == 0:
            yield f"reset refs/tags/v{number:07}\nfrom :{number}\n\n"


def measured(chosen: argparse.Namespace) -> tuple[list[Bar], dict[str, float]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    by = found_company()
    with tempfile.TemporaryDirectory() as place:
        folder = made(Path(place) / "grown", "".join(stream(chosen.commits)))
        repository = added(folder, by)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = read(repository, by)
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        stood = counts()
        again = read(repository, by)
    new = sum(abs(now - then) for now, then in zip(counts(), stood, strict=True))
    kept = dict(repository.commits.values_list("sha", "subject"))
    shipped = shipped_here(repository)
    wrong = abs(len(kept) - chosen.commits)
    for sha, subject in kept.items():
        tag = -(-int(subject.split()[1]) // TAG) * TAG
        wrong += shipped.get(sha, "") != (f"v{tag:07}" if tag <= chosen.commits else "")
    connections.close_all()
    return [
        Bar(
            bar="commits read and kept per second",
            figure=len(kept) / seconds,
            limit=2000,
            more=True,
        ),
        Bar(bar="memory beyond the start, MB", figure=memory, limit=500),
        Bar(bar="commits missing or with another first release", figure=wrong, limit=0),
        Bar(bar="rows that a second run adds", figure=new, limit=0),
    ], {"commits": len(kept), "seconds of the second run": again}


def main() -> None:
    chosen = arguments(commits=100_000)
    with in_this_process(chosen.database):
        bars, figures = measured(chosen)
    finish("grown", bars, chosen, baselines=figures)


if __name__ == "__main__":
    main()
