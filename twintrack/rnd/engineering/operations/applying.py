"""Put what a host told of pull requests into rows: the newer state wins, whatever the order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from twintrack.connectors.records import PersonRecord, PullRequestRecord, ReviewRecord
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import (
    NamedIn,
    PullRequest,
    PullRequestLink,
    PullState,
    Repository,
    ReviewFact,
    ReviewRequested,
    Verdict,
)
from twintrack.rnd.engineering.operations.knowing import People
from twintrack.rnd.engineering.operations.naming import named_in, targets_of

# Of two things told of the same second the later step holds.
RANK = {PullState.OPEN.value: 0, PullState.CLOSED.value: 1, PullState.MERGED.value: 2}
# What is kept as it is told, unless it is not told.
AS_TOLD = {
    "url": 500,
    "source_branch": 250,
    "target_branch": 250,
    "head_sha": 64,
    "merge_sha": 64,
}
COUNTS = ("lines_added", "lines_deleted", "files_count", "commits_count")


@dataclass(kw_only=True)
class Applied:
    """What became of something told: new, changed in these fields, or older than what is known."""

    row: PullRequest
    is_new: bool = False
    is_older: bool = False
    fields: list[str] = field(default_factory=list)
    asked: list[User] = field(default_factory=list)
    came_from: str = ""

    @property
    def is_change(self) -> bool:
        return self.is_new or bool(self.fields or self.asked)


def apply_pull(repository: Repository, told: PullRequestRecord, people: People) -> Applied:
    """Bring a pull request to what is told of it; the repository's row is held."""
    row = PullRequest.objects.filter(repository=repository, number=told.number).first()
    if row is None:
        return _begin(repository, told, people)
    row.repository = repository
    applied = Applied(row=row, came_from=row.state)
    order = (told.told_at, RANK[told.state])
    if order < (row.told_at, RANK[row.state]):
        applied.is_older = True
        return applied
    before = {name: getattr(row, name) for name in _names(row)}
    _write(row, told, people)
    settle(row)
    applied.fields = [name for name, value in before.items() if getattr(row, name) != value]
    if applied.fields:
        row.save()
    applied.asked = _ask(row, told, people)
    _link(row)
    applied.fields = [each for each in applied.fields if each not in {"told_at", "waits_since"}]
    return applied


def _names(row: PullRequest) -> list[str]:
    return [each.attname for each in row._meta.concrete_fields]


def _begin(repository: Repository, told: PullRequestRecord, people: People) -> Applied:
    opened_at = told.opened_at or told.told_at
    row = PullRequest(
        repository=repository,
        number=told.number,
        state=told.state,
        told_at=told.told_at,
        opened_at=opened_at,
        head_at=opened_at,
        head_sha=told.head_sha,
        is_draft=told.is_draft,
        ready_at=None if told.is_draft else opened_at,
    )
    _write(row, told, people)
    settle(row)
    row.save()
    asked = _ask(row, told, people, is_new=True)
    _link(row, is_new=True)
    return Applied(row=row, is_new=True, asked=asked)


def _write(row: PullRequest, told: PullRequestRecord, people: People) -> None:
    if told.head_sha and row.head_sha and told.head_sha != row.head_sha:
        row.head_at = told.told_at
    if row.is_draft and not told.is_draft:
        row.ready_at = told.told_at
    elif told.is_draft and not row.is_draft:
        row.ready_at = None
    row.title, row.state, row.is_draft = told.title[:500] or row.title, told.state, told.is_draft
    row.told_at = told.told_at
    if told.body is not None:
        row.body = told.body
    for name, limit in AS_TOLD.items():
        setattr(row, name, getattr(told, name)[:limit] or getattr(row, name))
    for name in COUNTS:
        said = getattr(told, name)
        setattr(row, name, getattr(row, name) if said is None else said)
    _write_author(row, told.author, people)
    _write_end(row, told)


def _write_author(row: PullRequest, told: PersonRecord, people: People) -> None:
    row.author_login = told.login[:120] or row.author_login
    row.author_name = told.name[:200] or row.author_name
    if row.author_id is None:
        row.author = people.find(told)


def _write_end(row: PullRequest, told: PullRequestRecord) -> None:
    """Say when it ended; where the host does not, when it was told that it had."""
    if told.state == "open":
        row.merged_at = row.closed_at = None
        return
    ended = told.merged_at or told.closed_at or row.merged_at or row.closed_at or told.told_at
    row.closed_at = told.closed_at or row.closed_at or ended
    row.merged_at = (told.merged_at or row.merged_at or ended) if told.state == "merged" else None


def apply_review(row: PullRequest, told: ReviewRecord, people: People) -> ReviewFact | None:
    """Keep what somebody said of a pull request; nothing where it is known or says nothing new."""
    fact = add_review(row, told, people)
    if fact is not None:
        settle(row)
        row.save()
    return fact


def add_review(row: PullRequest, told: ReviewRecord, people: People) -> ReviewFact | None:
    """Do so without working out anew what that means for the pull request."""
    person = people.find(told.reviewer)
    key = told.key[:150] or f"{told.verdict}-{told.reviewer.login}-{int(told.at.timestamp())}"
    known = row.reviews.filter(key=key).first()
    if known is not None:
        if told.verdict in {Verdict.COMMENTED.value, known.verdict}:
            return None
        # A review that was dismissed keeps its id and its time, and is another verdict.
        known.verdict = told.verdict
        known.save(update_fields=["verdict"])
        fact = known
    else:
        fact = ReviewFact.objects.create(
            pull_request=row,
            key=key,
            reviewer=person,
            reviewer_login=told.reviewer.login[:120],
            reviewer_name=told.reviewer.name[:200],
            verdict=told.verdict,
            at=told.at,
            url=told.url[:500],
        )
    if person is not None and row.is_open:
        ReviewRequested.objects.filter(
            pull_request=row, person=person, asked_at__lte=told.at
        ).delete()
    return fact


def is_own(row: PullRequest, fact: ReviewFact) -> bool:
    """Say whether a review is the author's own word."""
    if row.author_id and fact.reviewer_id:
        return row.author_id == fact.reviewer_id
    return bool(row.author_login) and row.author_login.lower() == fact.reviewer_login.lower()


def settle(row: PullRequest) -> None:
    """Work out anew, from all reviews there are, since when it waits and what it got."""
    facts = list(row.reviews.order_by("at", "pk")) if row.pk else []
    others = [each for each in facts if not is_own(row, each)]
    row.first_review_at = others[0].at if others else None
    row.last_review_at = others[-1].at if others else None
    row.approved_at = _approved_at(others)
    row.waits_since = _waits_since(row)


def _approved_at(facts: list[ReviewFact]) -> datetime | None:
    standing: dict[Any, ReviewFact] = {}
    for fact in facts:
        if fact.verdict != Verdict.COMMENTED:
            standing[fact.reviewer_id or fact.reviewer_login.lower()] = fact
    verdicts = {each.verdict for each in standing.values()}
    if Verdict.CHANGES_REQUESTED in verdicts:
        return None
    approvals = [each.at for each in standing.values() if each.verdict == Verdict.APPROVED]
    return max(approvals, default=None)


def _waits_since(row: PullRequest) -> datetime | None:
    if row.state != PullState.OPEN or row.is_draft or row.approved_at is not None:
        return None
    ready_at = row.ready_at or row.opened_at
    if row.last_review_at is None:
        return ready_at
    return max(row.head_at, ready_at) if row.last_review_at < row.head_at else None


def _ask(
    row: PullRequest, told: PullRequestRecord, people: People, *, is_new: bool = False
) -> list[User]:
    """Note whose review is wanted now; gives those who were not asked before."""
    if row.state != PullState.OPEN:
        if is_new:
            return []
        ReviewRequested.objects.filter(pull_request=row).delete()
        return []
    if told.asked is None:
        return []
    found = {person.pk: person for person in map(people.find, told.asked) if person is not None}
    found.pop(row.author_id or 0, None)
    done = row.reviews.filter(at__gte=row.head_at, reviewer__in=found).values_list("reviewer_id")
    # Some hosts go on to name those who have reviewed what stands there now.
    for (pk,) in done:
        found.pop(pk, None)
    stands = set(
        ReviewRequested.objects.filter(pull_request=row).values_list("person_id", flat=True)
    )
    ReviewRequested.objects.filter(pull_request=row).exclude(person__in=found).delete()
    fresh = [person for pk, person in found.items() if pk not in stands]
    ReviewRequested.objects.bulk_create(
        ReviewRequested(pull_request=row, person=person, asked_at=told.told_at) for person in fresh
    )
    return fresh


def _link(row: PullRequest, *, is_new: bool = False) -> None:
    """Let it lead to what its title, description and branch name, and to nothing else."""
    named: dict[str, NamedIn] = {}
    for where, text in (
        (NamedIn.TITLE, row.title),
        (NamedIn.BODY, row.body),
        (NamedIn.BRANCH, row.source_branch),
    ):
        for number in named_in(text, row.repository):
            named.setdefault(number, where)
    wanted = {target: named[number] for number, target in targets_of(named).items()}
    for link in () if is_new else row.links.all():
        field = "requirement_id" if link.requirement_id else "work_item_id"
        if wanted.pop((field, getattr(link, field)), None) is None:
            link.delete()
    PullRequestLink.objects.bulk_create(
        PullRequestLink(pull_request=row, named_in=where, **dict([target]))
        for target, where in wanted.items()
    )
