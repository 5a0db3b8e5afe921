"""Link commits to the requirements that their messages and branches name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.engineering.history.log import ReadCommit
from twintrack.rnd.engineering.history.mirror import Refs, only_in
from twintrack.rnd.engineering.history.references import merged_branch, numbers_in
from twintrack.rnd.engineering.models import CommitLink, FoundIn, Repository
from twintrack.rnd.engineering.operations.storing import Store

# A commit, the number of a requirement, and where it is named.
Named = tuple[str, str, FoundIn]


def link_messages(store: Store, mirror: Path, batch: Sequence[ReadCommit]) -> int:
    """Link what the messages of commits name, and the merges that tell of their branches."""
    return _link(store, _named_in(store.repository, mirror, batch))


def _named_in(repository: Repository, mirror: Path, batch: Sequence[ReadCommit]) -> Iterator[Named]:
    pattern = repository.reference_pattern
    for read in batch:
        for number in numbers_in(read.message, pattern):
            yield read.sha, number, FoundIn.MESSAGE
        branch = merged_branch(read.subject) if read.is_merge else ""
        numbers = numbers_in(branch, pattern)
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
        numbers = numbers_in(branch, repository.reference_pattern)
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
    numbers = {number for _sha, number in found}
    known = dict(Requirement.objects.filter(number__in=numbers).values_list("number", "pk"))
    links = [
        CommitLink(commit_id=store.standing[sha].pk, requirement_id=known[number], found_in=where)
        for (sha, number), where in found.items()
        if number in known
    ]
    if not links:
        return 0
    before = _count(links)
    CommitLink.objects.bulk_create(links, batch_size=2000, ignore_conflicts=True)
    return _count(links) - before


def _count(links: Sequence[CommitLink]) -> int:
    requirements = {link.requirement_id for link in links}
    commits = [link.commit_id for link in links]
    span = CommitLink.objects.filter(commit__gte=min(commits), commit__lte=max(commits))
    return span.filter(requirement__in=requirements).count()
