"""Link commits to the requirements and work items that their messages and branches name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.db.models import Q

from twintrack.rnd.engineering.history.log import ReadCommit
from twintrack.rnd.engineering.history.mirror import Refs, only_in
from twintrack.rnd.engineering.history.references import merged_branch
from twintrack.rnd.engineering.models import CommitLink, FoundIn, Repository
from twintrack.rnd.engineering.operations.naming import named_in, targets_of
from twintrack.rnd.engineering.operations.storing import Store

# A commit, the number of what it names, and where.
Named = tuple[str, str, FoundIn]


def link_messages(store: Store, mirror: Path, batch: Sequence[ReadCommit]) -> int:
    """Link what the messages of commits name, and the merges that tell of their branches."""
    return _link(store, _named_in(store.repository, mirror, batch))


def _named_in(repository: Repository, mirror: Path, batch: Sequence[ReadCommit]) -> Iterator[Named]:
    for read in batch:
        for number in named_in(read.message, repository):
            yield read.sha, number, FoundIn.MESSAGE
        branch = merged_branch(read.subject) if read.is_merge else ""
        numbers = named_in(branch, repository)
        if numbers:
            for sha in only_in(mirror, read.sha, read.parents.split()[0]):
                for number in numbers:
                    yield sha, number, FoundIn.BRANCH


def link_branches(store: Store, mirror: Path, refs: Refs, *, moved: Iterable[str]) -> int:
    """Link the commits that only a branch has to what its name names."""
    repository = store.repository
    branches = refs.branches
    base = branches.get(repository.default_branch)
    named: list[Named] = []
    for branch in moved:
        numbers = named_in(branch, repository)
        if base is None or not numbers or branch == repository.default_branch:
            continue
        for sha in only_in(mirror, branches[branch], base):
            named += [(sha, number, FoundIn.BRANCH) for number in numbers]
    return _link(store, named)


def _link(store: Store, named: Iterable[Named]) -> int:
    found: dict[tuple[str, str], FoundIn] = {}
    for sha, number, where in named:
        if sha in store.standing:
            found.setdefault((sha, number), where)
    known = targets_of(number for _sha, number in found)
    links = [
        CommitLink(commit_id=store.standing[sha].pk, found_in=where, **dict([known[number]]))
        for (sha, number), where in found.items()
        if number in known
    ]
    if not links:
        return 0
    before = _count(links)
    CommitLink.objects.bulk_create(links, batch_size=2000, ignore_conflicts=True)
    return _count(links) - before


def _count(links: Sequence[CommitLink]) -> int:
    requirements = {link.requirement_id for link in links if link.requirement_id}
    items = {link.work_item_id for link in links if link.work_item_id}
    commits = [link.commit_id for link in links]
    span = CommitLink.objects.filter(commit__gte=min(commits), commit__lte=max(commits))
    return span.filter(Q(requirement__in=requirements) | Q(work_item__in=items)).count()
