"""Which pull requests there are, whose turn it is, and what they work on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.memory.presence import has
from twintrack.foundation.objects.kinds import code_of
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.engineering.models import (
    Commit,
    CommitModule,
    PullRequest,
    PullRequestCommit,
    PullRequestLink,
    PullState,
    Repository,
    ReviewFact,
    ReviewRequested,
)
from twintrack.rnd.engineering.queries.repositories import (
    ITS_WORK,
    WISHES,
    of_requirement,
    of_work_item,
)
from twintrack.rnd.work.models import WorkItem


class PullView(models.TextChoices):
    """The views of the list; the first is the one that opens."""

    WAITING = "waiting", _("Waiting for review")
    OPEN = "open", _("Open")
    MERGED = "merged", _("Merged")
    CLOSED = "closed", _("Closed unmerged")
    ALL = "all", _("All")


# How each view is ordered: what waits longest stands first, one's own before the others.
ORDERS: dict[str, tuple[str, ...]] = {
    PullView.WAITING: ("-own", "since", "pk"),
    PullView.OPEN: ("-own", "since", "pk"),
}
NEWEST = ("-opened_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class PullFilter:
    """What narrows a list of pull requests."""

    view: str = PullView.WAITING
    repository: Repository | None = None
    module: Module | None = None
    # Whom it concerns: as author, as asked, or as reviewer.
    person: User | None = None
    words: str = ""
    # Only what waits for a review since this moment or longer.
    waits_before: datetime | None = None

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS.get(self.view, NEWEST)


def list_pulls(wanted: PullFilter, *, for_user: User) -> QuerySet[PullRequest]:
    """
    List pull requests with repository and author.

    `own` is 2 where the person is asked, 1 where they wrote it; `since` is when it began to wait.
    """
    found: QuerySet[PullRequest] = PullRequest.objects.visible_to(for_user).select_related(
        "repository", "repository__product", "author"
    )
    found = _of_view(found, wanted.view)
    if wanted.repository is not None:
        found = found.filter(repository=wanted.repository)
    if wanted.module is not None:
        found = found.filter(pk__in=_in_module(wanted.module))
    if wanted.person is not None:
        found = found.filter(_concerning(wanted.person))
    if wanted.waits_before is not None:
        found = found.filter(waits_since__lte=wanted.waits_before)
    for word in wanted.words.split()[:5]:
        number = int(word.lstrip("#!")) if word.lstrip("#!").isdecimal() else None
        titled = Q(title__icontains=word) | Q(source_branch__icontains=word)
        short = number is not None and number < 2**31
        found = found.filter(titled | Q(number=number) if short else titled)
    asked = ReviewRequested.objects.filter(pull_request=OuterRef("pk"), person=for_user)
    own = Case(
        When(Exists(asked), then=Value(2)), When(author=for_user, then=Value(1)), default=Value(0)
    )
    return found.annotate(own=own, since=Coalesce("waits_since", "opened_at"))


def _of_view(found: QuerySet[PullRequest], view: str) -> QuerySet[PullRequest]:
    if view == PullView.WAITING:
        return found.filter(state=PullState.OPEN, waits_since__isnull=False)
    if view in PullState.values:
        return found.filter(state=view)
    return found


def _in_module(module: Module) -> QuerySet[PullRequestCommit, int]:
    touching = CommitModule.objects.filter(module=module).values("commit_id")
    return PullRequestCommit.objects.filter(commit__in=touching).values_list(
        "pull_request_id", flat=True
    )


def _concerning(person: User) -> Q:
    asked = ReviewRequested.objects.filter(person=person).values("pull_request_id")
    reviewed = ReviewFact.objects.filter(reviewer=person).values("pull_request_id")
    return Q(author=person) | Q(pk__in=asked) | Q(pk__in=reviewed)


@dataclass(frozen=True, kw_only=True)
class WaitingSummary:
    """How many wait, since when the first does, how many of them for the person."""

    count: int
    since: datetime | None
    asked: int


def waiting_summary(*, for_user: User) -> WaitingSummary:
    """Count what waits for a review, for the sentence above the list."""
    waiting = PullRequest.objects.visible_to(for_user).waiting()
    told = waiting.aggregate(count=Count("pk"), since=Min("waits_since"))
    return WaitingSummary(**told, asked=count_asked(for_user))


def count_asked(user: User) -> int:
    """Count the pull requests whose review is wanted from a person."""
    return list_asked_of(user).count()


def list_asked_of(user: User) -> QuerySet[ReviewRequested]:
    """List what a person is asked to review."""
    seen = PullRequest.objects.visible_to(user).filter(state=PullState.OPEN)
    return ReviewRequested.objects.filter(person=user, pull_request__in=seen)


def get_pull(pk: int, *, for_user: User) -> PullRequest:
    """
    Find a pull request.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = PullRequest.objects.visible_to(for_user)
    found: PullRequest | None = (
        rows.select_related("repository", "repository__product", "author").filter(pk=pk).first()
    )
    if found is None:
        raise NotThere
    return found


def get_pull_of(repository: Repository, number: int) -> PullRequest:
    """
    Find a pull request by its number at its host.

    :raises NotThere: if there is none.
    """
    rows = PullRequest.objects.filter(repository=repository, number=number)
    found = rows.select_related("repository", "author").first()
    if found is None:
        raise NotThere
    return found


def list_reviews(pull: PullRequest) -> QuerySet[ReviewFact]:
    """List what was said of a pull request, the oldest first."""
    return pull.reviews.select_related("reviewer").order_by("at", "pk")


def list_reviewers_asked(pull: PullRequest) -> QuerySet[ReviewRequested]:
    """List whose review of a pull request is wanted."""
    return pull.asked.select_related("person").order_by("asked_at", "pk")


def list_people_asked(pulls: Iterable[PullRequest]) -> dict[int, list[User]]:
    """Give those whose review of each of some pull requests is wanted, in one query."""
    pks = [pull.pk for pull in pulls]
    found: dict[int, list[User]] = {pk: [] for pk in pks}
    rows = ReviewRequested.objects.filter(pull_request__in=pks).select_related("person")
    for row in rows.order_by("asked_at", "pk"):
        found[row.pull_request_id].append(row.person)
    return found


def list_commits_of_pull(pull: PullRequest) -> QuerySet[Commit]:
    """List the commits of a pull request, the newest first."""
    of_it = PullRequestCommit.objects.filter(pull_request=pull).values("commit_id")
    commits = Commit.objects.filter(pk__in=of_it)
    related = commits.select_related("author", "first_release", "repository")
    return related.order_by("-committed_at", "-pk")


def list_pulls_of(commit: Commit) -> QuerySet[PullRequest]:
    """List the pull requests that a commit came by, or is to come by."""
    links = PullRequestCommit.objects.filter(commit=commit).values("pull_request_id")
    rows = PullRequest.objects.filter(pk__in=links).select_related("repository", "author")
    return rows.order_by(*NEWEST)


def list_pulls_of_commits(commits: Iterable[Commit]) -> dict[int, list[PullRequest]]:
    """Give the pull requests that each of some commits came by, in one query."""
    pks = [commit.pk for commit in commits]
    found: dict[int, list[PullRequest]] = {pk: [] for pk in pks}
    links = PullRequestCommit.objects.filter(commit__in=pks)
    for link in links.select_related("pull_request__repository").order_by("pull_request_id"):
        found[link.commit_id].append(link.pull_request)
    return found


def list_modules_of_pulls(pulls: Iterable[PullRequest]) -> dict[int, list[Module]]:
    """Give the modules that the commits of each of some pull requests touch, in one query."""
    pks = [pull.pk for pull in pulls]
    found: dict[int, list[Module]] = {pk: [] for pk in pks}
    links = PullRequestCommit.objects.filter(pull_request__in=pks)
    pairs = CommitModule.objects.filter(commit__in=links.values("commit_id"))
    modules = {each.module_id: each.module for each in pairs.select_related("module")}
    rows = links.filter(commit__in=pairs.values("commit_id")).values_list(
        "pull_request_id", "commit__pk"
    )
    by_commit: dict[int, list[int]] = {}
    for commit, module in pairs.values_list("commit_id", "module_id"):
        by_commit.setdefault(commit, []).append(module)
    for pull, commit in rows:
        for module in by_commit.get(commit, ()):
            if modules[module] not in found[pull]:
                found[pull].append(modules[module])
    return found


def list_items_of_pulls(
    pulls: Iterable[PullRequest], *, for_user: User
) -> dict[int, list[WorkItem]]:
    """Give the work items that each of some pull requests names, as far as a person sees them."""
    pks = [pull.pk for pull in pulls]
    found: dict[int, list[WorkItem]] = {pk: [] for pk in pks}
    seen = visible_product_ids(for_user)
    links = PullRequestLink.objects.filter(pull_request__in=pks, work_item__product__in=seen)
    for link in links.select_related("work_item").order_by("work_item_id"):
        assert link.work_item is not None
        found[link.pull_request_id].append(link.work_item)
    return found


def list_requirements_of_pulls(
    pulls: Iterable[PullRequest], *, for_user: User
) -> dict[int, list[Requirement]]:
    """Give the requirements that each of some pull requests names, as far as a person sees them."""
    pks = [pull.pk for pull in pulls]
    found: dict[int, list[Requirement]] = {pk: [] for pk in pks}
    seen = visible_product_ids(for_user)
    links = PullRequestLink.objects.filter(pull_request__in=pks, requirement__product__in=seen)
    for link in links.select_related("requirement").order_by("requirement_id"):
        assert link.requirement is not None
        found[link.pull_request_id].append(link.requirement)
    return found


PULLED = (
    f"SELECT 1 FROM engineering_pullrequestlink WHERE requirement_id IN ({WISHES})",
    f"SELECT 1 FROM engineering_pullrequestlink WHERE work_item_id IN ({ITS_WORK})",
)
ITEM_PULLED = ("SELECT 1 FROM engineering_pullrequestlink WHERE work_item_id = %(pk)s",)


def has_pulls(of: Requirement | WorkItem) -> bool:
    """Say whether any pull request names a requirement or its work, or a work item."""
    return has(code_of(type(of)), of.pk, "pull requests")


def list_pulls_for(number: str, *, for_user: User) -> QuerySet[PullRequest]:
    """List the pull requests that name a requirement, or its work."""
    return _linked(of_requirement(number, visible_product_ids(for_user)), for_user)


def list_pulls_for_item(number: str, *, for_user: User) -> QuerySet[PullRequest]:
    """List the pull requests that name a work item."""
    return _linked(of_work_item(number, visible_product_ids(for_user)), for_user)


def _linked(links: Q, user: User) -> QuerySet[PullRequest]:
    wanted = PullRequestLink.objects.filter(links).values("pull_request_id")
    rows = PullRequest.objects.visible_to(user).filter(pk__in=wanted)
    return rows.select_related("repository", "author").order_by(*NEWEST)
