"""
Whole histories of repositories: `python -m benchmarks.ingest --data DIR [--database URL]`.

`DIR` holds git bundles (`*.bundle`). Each is read by the operation that page, API and command line
share, with the copying of it, and its commits counted against the time; every commit that a tag
holds is then asked of `git tag --contains`, and the earliest of those tags, by day and name,
compared with the release that was found. Then everything is read once more.
"""

import argparse
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.company import in_this_process
from benchmarks.report import Bar, finish

if TYPE_CHECKING:
    from twintrack.foundation.people.models import User
    from twintrack.rnd.engineering.models import Repository


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", default="", help="postgresql://…; a SQLite file without")
    parser.add_argument("--data", type=Path, required=True)
    return parser.parse_args()


def found_company() -> "User":
    from django.utils import timezone

    from twintrack.foundation.access import operations as access
    from twintrack.hub.products import operations as products

    now = timezone.now()
    newcomer = access.Newcomer(email="admin@example.com", name="Reader", language="en")
    by = access.found(newcomer=newcomer, at=now)
    products.add_product(code="tool", name="Tool", by=by, at=now)
    return by


def added(bundle: Path, by: "User") -> "Repository":
    from django.utils import timezone

    from twintrack.hub.products.queries import get_product
    from twintrack.rnd.engineering import operations
    from twintrack.rnd.engineering.history.sources import any_source, name_of

    source = any_source(str(bundle))
    facts = operations.RepositoryFacts(name=name_of(source), source=source)
    product = get_product("tool", for_user=by)
    return operations.add_repository(product=product, facts=facts, by=by, at=timezone.now())


def read(repository: "Repository", by: "User") -> float:
    """Read it, and give the seconds that took."""
    from django.utils import timezone

    from twintrack.rnd.engineering.operations import ingest

    began = time.monotonic()
    ingest(repository=repository, by=by, at=timezone.now())
    return time.monotonic() - began


def git(folder: Path, *arguments: str, given: str = "") -> list[str]:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def shipped_by_git(bundle: Path) -> dict[str, str]:
    """Ask git which tag was the earliest to hold each commit, one commit after the other."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "copy.git"
        subprocess.run(["git", "clone", "-q", "--mirror", str(bundle), str(folder)], check=True)
        order = "--format=%(creatordate:unix) %(refname:strip=2)"
        tags = [line.split(" ", 1) for line in git(folder, "for-each-ref", order, "refs/tags")]
        rank = {name: (int(moment), name) for moment, name in tags}
        earliest = {}
        for sha in git(folder, "rev-list", "--all"):
            if holding := git(folder, "tag", "--contains", sha):
                earliest[sha] = min(holding, key=rank.__getitem__)
        return earliest


def shipped_here(repository: "Repository") -> dict[str, str]:
    commits = repository.commits.filter(first_release__isnull=False)
    return dict(commits.values_list("sha", "first_release__name"))


def counts() -> list[int]:
    """Count all that a reading may add."""
    from twintrack.foundation.ledger.models import Entry
    from twintrack.rnd.engineering.models import Commit, CommitLink, FileChange, ReleaseTag

    return [each.objects.count() for each in (Commit, CommitLink, FileChange, ReleaseTag, Entry)]


def measured(data: Path) -> tuple[list[Bar], dict[str, float]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from twintrack.rnd.engineering.models import Commit

    call_command("migrate", verbosity=0)
    by = found_company()
    repositories = {bundle: added(bundle, by) for bundle in sorted(data.glob("*.bundle"))}
    figures: dict[str, float] = {}
    seconds = 0.0
    for bundle, repository in repositories.items():
        took = read(repository, by)
        seconds += took
        count = repository.commits.count()
        figures[f"{bundle.stem}: commits"] = count
        figures[f"{bundle.stem}: commits per second"] = count / took
    stood = counts()
    again = sum(read(repository, by) for repository in repositories.values())
    figures["seconds of the second run"] = again
    new = sum(abs(now - before) for now, before in zip(counts(), stood, strict=True))
    released = right = 0
    for bundle, repository in repositories.items():
        oracle, here = shipped_by_git(bundle), shipped_here(repository)
        released += len(oracle.keys() | here.keys())
        right += sum(here.get(sha) == tag for sha, tag in oracle.items())
    figures["commits that were released"] = released
    total = Commit.objects.count()
    connections.close_all()
    share = right / released if released else 1.0
    return [
        Bar(bar="commits read and kept per second", figure=total / seconds, limit=2000, more=True),
        Bar(bar="first release as git tag --contains says", figure=share, limit=1, more=True),
        Bar(bar="rows that a second run adds", figure=new, limit=0),
    ], figures


def main() -> None:
    chosen = options()
    with in_this_process(chosen.database):
        bars, figures = measured(chosen.data)
    finish("ingest", bars, chosen, baselines=figures)


if __name__ == "__main__":
    main()
