"""
Read the history of a repository, as far as it is new.

What is read is kept a few hundred commits at a time: nobody else waits long, and a run that is cut
off goes on where it was. The last step says in the ledger what the whole run brought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import ReadingAsked, RepositoryIngested
from twintrack.rnd.engineering.history import mirror as mirrors
from twintrack.rnd.engineering.history.git import Failed, NotRepository
from twintrack.rnd.engineering.history.log import authors, moment_of, read_log
from twintrack.rnd.engineering.history.mirror import Refs, Tag
from twintrack.rnd.engineering.history.releases import first_releases, releases_in_order
from twintrack.rnd.engineering.models import Commit, ReleaseTag, Repository
from twintrack.rnd.engineering.operations.linking import link_branches, link_messages
from twintrack.rnd.engineering.operations.shipping import (
    deployments_in_order,
    gather_pulls,
    unread_pulls,
    whole_shas,
)
from twintrack.rnd.engineering.operations.storing import Store

T = TypeVar("T")
# Called with how many commits are read and how many there are.
Progress = Callable[[int, int], object]
AT_ONCE = 400


@dataclass(kw_only=True)
class Brought:
    """What a run brought, and what is not in the history any more."""

    commits: int = 0
    tags: int = 0
    links: int = 0
    lost_commits: int = 0
    lost_tags: int = 0


@transaction.atomic
def ask_reading(
    *, repository: Repository, by: User, at: datetime, caused_by: Entry | None = None
) -> Repository:
    """
    Ask for a repository to be read; the worker does it within the minute.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    repository = Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
    if repository.is_waiting:
        # It may be read at this moment: what came since is only there the next time.
        Repository.objects.filter(pk=repository.pk).update(asked_at=at)
        return repository
    repository.asked_by, repository.asked_at = by, at
    repository.save(update_fields=["asked_by", "asked_at"])
    record(
        ReadingAsked(repository_id=repository.pk, name=repository.name),
        about=repository,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return repository


@transaction.atomic
def note_trouble(*, repository: Repository, refusal: Refusal, by: User, at: datetime) -> None:
    """Keep why a reading came to nothing, for its page; the ledger has nothing to tell."""
    check_may(by, Act.SEE_REPOSITORIES)
    Repository.objects.filter(pk=repository.pk).update(
        trouble=refusal.code, trouble_detail=str(refusal)[:300], asked_at=None, tried_at=at
    )


def ingest(
    *,
    repository: Repository,
    by: User,
    at: datetime,
    progress: Progress | None = None,
    caused_by: Entry | None = None,
) -> Brought:
    """
    Read what is new in a repository's history; a second run brings nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises AlreadyRead: if another process reads it.
    :raises GitMissing: if there is no git.
    :raises NotReached: if another machine does not give it.
    :raises NotRepository: if what is at its address is none.
    :raises SourceMissing: if nothing is at its path any more.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    mirror = mirror_of(repository)
    with mirrors.held(mirror):
        repository = Repository.objects.get(pk=repository.pk)
        try:
            return _Reading(repository, mirror, progress).run(by=by, at=at, caused_by=caused_by)
        except Failed as failure:
            raise NotRepository(f"{NotRepository.message} ({failure})") from failure


def mirror_of(repository: Repository) -> Path:
    """Say where the copy of a repository is kept; another address means another copy."""
    place = sha256(repository.source.encode()).hexdigest()[:12]
    return Path(settings.DATA_DIR) / "repositories" / f"{repository.pk}-{place}.git"


class _Reading:
    """One run over one repository."""

    def __init__(self, repository: Repository, mirror: Path, progress: Progress | None) -> None:
        self.repository = repository
        self.branch, self.asked_at = repository.default_branch, repository.asked_at
        self.mirror = mirror
        self.progress = progress
        self.brought = Brought()
        # The deployments that brought other commits than was known.
        self.shipped: set[int] = set()

    def run(self, *, by: User, at: datetime, caused_by: Entry | None) -> Brought:
        repository, mirror = self.repository, self.mirror
        mirrors.bring_up_to_date(mirror, repository.source)
        refs = mirrors.refs_of(mirror)
        self._choose_branch(refs)
        old: dict[str, Any] = repository.seen_refs or {}
        deployed = deployments_in_order(repository)
        seen = {
            "refs": refs.shas,
            "branch": repository.default_branch,
            "mailmap": mirrors.mailmap_of(mirror),
            "releases": repository.release_pattern,
            "references": f"{repository.reference_pattern} {repository.work_item_pattern}".strip(),
            "deployments": [f"{each.name}:{each.tagged_at}" for each in deployed[-1:]],
        }
        if seen == old and not unread_pulls(repository).exists():
            self._close(at, seen)
            return self.brought
        graph = mirrors.graph_of(mirror)
        tags = releases_in_order(refs.tags, repository.release_pattern)
        ids = self._keep_tags(tags)
        releases = {sha: ids[name] for sha, name in first_releases(graph, tags).items()}
        store = Store(repository, releases)
        # Under other references every message may name something else.
        is_reread = old.get("references") != seen["references"]
        self._read([sha for sha in graph if is_reread or sha not in store.standing], store)
        moved = [
            name
            for name, sha in refs.branches.items()
            if is_reread or old["refs"].get(f"refs/heads/{name}") != sha
        ]
        with transaction.atomic():
            self._ship(store, first_releases(graph, whole_shas(deployed, graph)))
            self.brought.links += link_branches(store, mirror, refs, moved=moved)
            gather_pulls(store, mirror, graph, refs)
            self._settle(store, graph)
            self._find_people(store)
            if old.get("mailmap", "") != seen["mailmap"]:
                self._name_authors(store)
            self._close(at, seen)
            # That pull requests were looked for again is nothing to tell.
            is_news = any(vars(self.brought).values()) or seen["refs"] != old.get("refs")
            if is_news or self.shipped:
                self._tell(by, at, caused_by)
        return self.brought

    def _choose_branch(self, refs: Refs) -> None:
        repository = self.repository
        if repository.default_branch not in refs.branches:
            repository.default_branch = mirrors.main_branch(
                self.mirror, repository.source, refs.branches
            )
        if repository.default_branch:
            mirrors.point_at(self.mirror, repository.default_branch)

    @transaction.atomic
    def _keep_tags(self, tags: list[Tag]) -> dict[str, int]:
        kept = {tag.name: tag for tag in self.repository.tags.all()}
        new, changed = [], []
        for tag in tags:
            row = kept.pop(tag.name, None)
            moment = moment_of(tag.tagged_at)
            if row is None:
                new.append(
                    ReleaseTag(
                        repository=self.repository, name=tag.name, sha=tag.sha, tagged_at=moment
                    )
                )
            elif (row.sha, row.tagged_at, row.is_deleted) != (tag.sha, moment, False):
                row.sha, row.tagged_at, row.is_deleted = tag.sha, moment, False
                changed.append(row)
        gone = [row.pk for row in kept.values() if not row.is_deleted]
        ReleaseTag.objects.bulk_create(new, batch_size=500)
        ReleaseTag.objects.bulk_update(changed, ["sha", "tagged_at", "is_deleted"], batch_size=100)
        self.repository.tags.filter(pk__in=gone).update(is_deleted=True)
        self.brought.tags, self.brought.lost_tags = len(new), len(gone)
        return dict(self.repository.tags.values_list("name", "pk"))

    def _read(self, shas: list[str], store: Store) -> None:
        done = 0
        for batch in _in_batches(read_log(self.mirror, shas), AT_ONCE):
            with transaction.atomic():
                self.brought.commits += store.keep(batch)
                self.brought.links += link_messages(store, self.mirror, batch)
            done += len(batch)
            if self.progress:
                self.progress(done, len(shas))

    def _settle(self, store: Store, graph: dict[str, list[str]]) -> None:
        """Correct what older commits were: a moved tag, a branch written anew."""
        shipped: dict[int | None, list[int]] = defaultdict(list)
        lost: dict[bool, list[int]] = {True: [], False: []}
        for sha, stands in store.standing.items():
            release = store.releases.get(sha)
            if stands.release != release:
                shipped[release].append(stands.pk)
            if stands.is_lost != (sha not in graph):
                lost[sha not in graph].append(stands.pk)
        for release, pks in shipped.items():
            _set(pks, first_release=release)
        for is_lost, pks in lost.items():
            _set(pks, is_lost=is_lost)
        self.brought.lost_commits = len(lost[True])

    def _ship(self, store: Store, first: dict[str, str]) -> None:
        """Note which deployment first brought each commit to users."""
        rows = self.repository.commits.exclude(first_deployment=None)
        stands = dict(rows.values_list("sha", "first_deployment_id"))
        turned: dict[int | None, list[int]] = defaultdict(list)
        for sha in {**stands, **first}:
            came, goes = stands.get(sha), int(first[sha]) if sha in first else None
            if sha in store.standing and came != goes:
                turned[goes].append(store.standing[sha].pk)
                self.shipped |= {pk for pk in (came, goes) if pk}
        for deployment, pks in turned.items():
            _set(pks, first_deployment=deployment)

    def _find_people(self, store: Store) -> None:
        """Give their commits to people who have come to work here since."""
        nobody = self.repository.commits.filter(author=None)
        for mail in set(nobody.values_list("author_mail", flat=True)):
            if person := store.people.get(mail.lower()):
                nobody.filter(author_mail=mail).update(author=person)

    def _name_authors(self, store: Store) -> None:
        """Take over whom the mailmap, which changed, now calls the authors."""
        rows = self.repository.commits.values_list("sha", "author_name", "author_mail")
        kept = {sha: (name, mail) for sha, name, mail in rows}
        turned: dict[tuple[str, str], list[str]] = defaultdict(list)
        for sha, name, mail in authors(self.mirror):
            told = (name[:200], mail[:254])
            if kept.get(sha, told) != told:
                turned[told].append(sha)
        for (name, mail), shas in turned.items():
            for some in _in_batches(shas, AT_ONCE):
                self.repository.commits.filter(sha__in=some).update(
                    author_name=name, author_mail=mail, author=store.people.get(mail.lower())
                )

    def _close(self, at: datetime, seen: dict[str, Any]) -> None:
        commits = self.repository.commits.filter(is_lost=False)
        newest = commits.order_by("-committed_at").values_list("committed_at", flat=True).first()
        rows = Repository.objects.filter(pk=self.repository.pk)
        # What people said while it was read holds: another branch, or to read once more.
        rows.filter(default_branch=self.branch).update(
            default_branch=self.repository.default_branch
        )
        rows.filter(asked_at=self.asked_at).update(asked_at=None)
        rows.update(
            seen_refs=seen,
            commits_count=commits.count(),
            last_commit_at=newest,
            read_at=at,
            tried_at=at,
            trouble="",
            trouble_detail="",
        )

    def _tell(self, by: User, at: datetime, caused_by: Entry | None) -> None:
        brought = self.brought
        record(
            RepositoryIngested(
                repository_id=self.repository.pk,
                name=self.repository.name,
                commits=brought.commits,
                tags=brought.tags,
                links=brought.links,
                lost_commits=brought.lost_commits,
                lost_tags=brought.lost_tags,
                deployment_ids=sorted(self.shipped),
            ),
            about=self.repository,
            by=by,
            at=at,
            caused_by=caused_by,
        )


def _set(pks: Iterable[int], **fields: Any) -> None:
    for some in _in_batches(pks, AT_ONCE):
        Commit.objects.filter(pk__in=some).update(**fields)


def _in_batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
