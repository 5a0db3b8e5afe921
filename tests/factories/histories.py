"""Real repositories in a folder, and what is read of them."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.engineering.operations.reading import Brought

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
BEGINNING = 1_700_000_000
ALICE, BOB = ("Alice", "alice@example.com"), ("Bob", "bob@example.com")
_numbers = count(1)


class History:
    """A repository that is written commit by commit; a minute lies between two of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = BEGINNING
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, who: tuple[str, str] = ALICE) -> str:
        self.clock += 60
        name, mail = who
        moment = f"{self.clock} +0000"
        around = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        around |= {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": mail,
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": mail,
            "GIT_COMMITTER_DATE": moment,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=around, capture_output=True, check=True
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def commit(
        self,
        message: str,
        files: dict[str, str | bytes] | None = None,
        *,
        who: tuple[str, str] = ALICE,
    ) -> str:
        for path, text in (files or {}).items():
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message, who=who)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        self.git("checkout", "-q", "-b", name)

    def go(self, name: str) -> None:
        self.git("checkout", "-q", name)

    def merge(self, name: str, *, message: str = "") -> str:
        said = ["-m", message] if message else ["--no-edit"]
        self.git("merge", "-q", "--no-ff", *said, name)
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str, *, at: str = "HEAD", annotated: bool = True) -> None:
        said = ["-a", "-m", name] if annotated else []
        self.git("tag", *said, name, at)

    def first_by_git(self) -> dict[str, str]:
        """Ask git which tag was the earliest to hold each commit, one after the other."""
        order = "--format=%(creatordate:unix) %(refname:strip=2)"
        lines = self.git("for-each-ref", order, "refs/tags").splitlines()
        rank = {line.split(" ", 1)[1]: (int(line.split(" ", 1)[0]), line) for line in lines}
        found = {}
        for sha in self.git("rev-list", "--all").split():
            holding = self.git("tag", "--contains", sha).splitlines()
            if holding:
                found[sha] = min(holding, key=rank.__getitem__)
        return found


def make_repository(history: History | str, **over: object) -> Repository:
    source = history if isinstance(history, str) else str(history.folder)
    owner = make_user(Role.RND_LEAD)
    fields: dict[str, object] = {
        "number": f"REPO-T{next(_numbers)}",
        "name": "Tool",
        "source": source,
        "added_by": owner,
        "created_at": AT,
    } | over
    if "product" not in fields:
        fields["product"] = make_product()
    repository: Repository = Repository.objects.create(**fields)
    return repository


def read(repository: Repository) -> Brought:
    """Read what is new, as a lead."""
    return operations.ingest(repository=repository, by=repository.added_by, at=AT)
