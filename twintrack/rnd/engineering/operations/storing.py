"""Keep commits as they are read, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.history.globs import Chooser
from twintrack.rnd.engineering.history.log import ReadCommit
from twintrack.rnd.engineering.models import Repository

ADD_COMMIT = (
    "INSERT INTO engineering_commit (repository_id, sha, parents, author_name, author_mail, "
    "author_id, authored_at, committed_at, subject, body, files_count, lines_added, "
    "lines_deleted, first_release_id, is_lost) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
ADD_FILE = (
    "INSERT INTO engineering_filechange "
    "(commit_id, path, old_path, kind, added, deleted, module_id) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
ADD_MODULE = "INSERT INTO engineering_commitmodule (commit_id, module_id) VALUES (%s, %s)"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A commit that is kept: its id, the release that first shipped it, whether it is lost."""

    pk: int
    release: int | None
    is_lost: bool


class Store:
    """What is kept of a repository's commits, by their shas, while it is being read."""

    def __init__(self, repository: Repository, releases: dict[str, int]) -> None:
        self.repository = repository
        # The id of the release that first shipped each commit.
        self.releases = releases
        self.people = {
            mail.lower(): pk
            for pk, mail in User.objects.filter(is_service=False).values_list("pk", "email")
        }
        self.chooser = Chooser(
            list(repository.rules.order_by("position").values_list("pattern", "module_id"))
        )
        rows = repository.commits.values_list("sha", "pk", "first_release_id", "is_lost")
        self.standing = {
            sha: Standing(pk=pk, release=release, is_lost=is_lost)
            for sha, pk, release, is_lost in rows.iterator(chunk_size=5000)
        }
        self.newest = max((each.pk for each in self.standing.values()), default=0)

    def keep(self, batch: Sequence[ReadCommit]) -> int:
        """Keep those that are not kept yet, with their files and modules; gives how many."""
        new = [read for read in batch if read.sha not in self.standing]
        if not new:
            return 0
        came_after = self.repository.commits.filter(pk__gt=self.newest)
        # A third of the time of making objects of rows that nobody looks at here.
        with connection.cursor() as cursor:
            cursor.executemany(ADD_COMMIT, [self._row(read) for read in new])
            for sha, pk in came_after.values_list("sha", "pk"):
                self.newest = max(self.newest, pk)
                release = self.releases.get(sha)
                self.standing[sha] = Standing(pk=pk, release=release, is_lost=False)
            files, modules = self._changes(new)
            cursor.executemany(ADD_FILE, files)
            cursor.executemany(ADD_MODULE, modules)
        return len(new)

    def _changes(self, new: Sequence[ReadCommit]) -> tuple[list[Any], list[Any]]:
        files, modules = [], []
        for read in new:
            pk = self.standing[read.sha].pk
            touched = set()
            for each in read.files.values():
                module = self.chooser.choose(each.path)
                touched.add(module)
                told = (each.path, each.old_path, each.kind, each.added, each.deleted)
                files.append((pk, *told, module))
            modules += [(pk, module) for module in touched if module is not None]
        return files, modules

    def _row(self, read: ReadCommit) -> tuple[Any, ...]:
        changes = read.files.values()
        write = connection.ops.adapt_datetimefield_value
        return (
            self.repository.pk,
            read.sha,
            read.parents,
            read.author_name[:200],
            read.author_mail[:254],
            self.people.get(read.author_mail.lower()),
            write(read.authored_at),
            write(read.committed_at),
            read.subject[:500],
            read.body,
            len(changes),
            sum(each.added or 0 for each in changes),
            sum(each.deleted or 0 for each in changes),
            self.releases.get(read.sha),
            False,
        )
