"""Which repositories and commits there are, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.objects.kinds import code_of
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.engineering.models import (
    Commit,
    CommitLink,
    CommitModule,
    FileChange,
    PathRule,
    ReleaseTag,
    Repository,
)
from twintrack.rnd.releases.models import Release
from twintrack.rnd.work.models import WorkItem

UNRELEASED = "none"


def may_see_repositories(user: User) -> bool:
    """Say whether a person's work is with code."""
    return may(user, Act.SEE_REPOSITORIES)


def list_repositories(*, for_user: User) -> QuerySet[Repository]:
    """List the repositories that a person may see by name."""
    seen = Repository.objects.visible_to(for_user)
    found: QuerySet[Repository] = seen.select_related("product").order_by("name", "pk")
    return found


def get_repository(number: str, *, for_user: User) -> Repository:
    """
    Find a repository by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Repository | None = list_repositories(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def find_repository(product: Product, source: str) -> Repository | None:
    """Find the repository of a product that is read from a checked source."""
    found: Repository | None = Repository.objects.filter(product=product, source=source).first()
    return found


@dataclass(frozen=True, kw_only=True)
class CommitFilter:
    """What narrows a list of commits."""

    module: Module | None = None
    author: str = ""
    # The name of the release that first shipped them, or that none did.
    release: str = ""


def list_commits(repository: Repository, wanted: CommitFilter | None = None) -> QuerySet[Commit]:
    """List a repository's commits with authors and first releases."""
    wanted = wanted or CommitFilter()
    commits = repository.commits.select_related("author", "first_release")
    if wanted.module is not None:
        of_module = CommitModule.objects.filter(module=wanted.module).values("commit_id")
        commits = commits.filter(pk__in=of_module)
    if wanted.author:
        name, mail = (
            Q(author_name__icontains=wanted.author),
            Q(author_mail__icontains=wanted.author),
        )
        commits = commits.filter(name | mail)
    if wanted.release == UNRELEASED:
        commits = commits.filter(first_release=None)
    elif wanted.release:
        commits = commits.filter(first_release__name=wanted.release)
    return commits.order_by("-committed_at", "-pk")


def find_cause(item: WorkItem, *, for_user: User) -> Commit | None:
    """Find the commit that brought a defect in, where somebody named it and it is known."""
    sha = item.defect.caused_by_commit if item.is_defect else ""
    if not sha:
        return None
    repositories = Repository.objects.visible_to(for_user).filter(product=item.product_id)
    known = Commit.objects.filter(repository__in=repositories, sha__startswith=sha)
    found = list(known.select_related("repository")[:2])
    return found[0] if len(found) == 1 else None


def get_commit(repository: Repository, sha: str) -> Commit:
    """
    Find a commit by its sha, or by the beginning of it that no other has.

    :raises NotThere: if there is none.
    """
    commits = repository.commits.select_related("author", "first_release", "first_deployment")
    found = list(commits.filter(sha__startswith=sha.lower())[:2]) if len(sha) >= 7 else []
    if len(found) != 1:
        raise NotThere
    commit: Commit = found[0]
    return commit


def list_files(commit: Commit) -> QuerySet[FileChange]:
    """List the files that a commit changed, by path."""
    files: QuerySet[FileChange] = commit.files.select_related("module").order_by("path", "pk")
    return files


def list_modules_of(commits: Iterable[Commit]) -> dict[int, list[Module]]:
    """Give the modules that each of some commits touched, in one query."""
    pks = [commit.pk for commit in commits]
    found: dict[int, list[Module]] = {pk: [] for pk in pks}
    rows = CommitModule.objects.filter(commit__in=pks).select_related("module")
    for row in rows.order_by("module__name"):
        found[row.commit_id].append(row.module)
    return found


def list_requirements_of(
    commits: Iterable[Commit], *, for_user: User
) -> dict[int, list[Requirement]]:
    """Give the requirements that each of some commits works on, as far as a person sees them."""
    pks = [commit.pk for commit in commits]
    found: dict[int, list[Requirement]] = {pk: [] for pk in pks}
    seen = visible_product_ids(for_user)
    links = CommitLink.objects.filter(commit__in=pks, requirement__product__in=seen)
    for link in links.select_related("requirement").order_by("requirement_id"):
        assert link.requirement is not None
        found[link.commit_id].append(link.requirement)
    return found


def list_items_of(commits: Iterable[Commit], *, for_user: User) -> dict[int, list[WorkItem]]:
    """Give the work items that each of some commits works on, as far as a person sees them."""
    pks = [commit.pk for commit in commits]
    found: dict[int, list[WorkItem]] = {pk: [] for pk in pks}
    seen = visible_product_ids(for_user)
    links = CommitLink.objects.filter(commit__in=pks, work_item__product__in=seen)
    for link in links.select_related("work_item").order_by("work_item_id"):
        assert link.work_item is not None
        found[link.commit_id].append(link.work_item)
    return found


# By a link of its own, of one that was merged into it, or of its work.
WISHES = "SELECT id FROM backlog_requirement WHERE id = %(pk)s OR merged_into_id = %(pk)s"
ITS_WORK = f"SELECT id FROM work_workitem WHERE requirement_id IN ({WISHES})"
WORKED_ON = (
    f"SELECT 1 FROM engineering_commitlink WHERE requirement_id IN ({WISHES})",
    f"SELECT 1 FROM engineering_commitlink WHERE work_item_id IN ({ITS_WORK})",
)
DONE_BY = ("SELECT 1 FROM engineering_commitlink WHERE work_item_id = %(pk)s",)


def is_worked_on(of: Requirement | WorkItem) -> bool:
    """Say whether any commit works on a requirement with its work, or on a work item."""
    return has(code_of(type(of)), of.pk, "commits")


def of_requirement(number: str, seen: Collection[int]) -> Q:
    """Narrow links to those of a requirement, of those merged into it, and of their work."""
    wish = Q(requirement__number=number) | Q(requirement__merged_into__number=number)
    item = Q(work_item__requirement__number=number)
    item |= Q(work_item__requirement__merged_into__number=number)
    return (wish & Q(requirement__product__in=seen)) | (item & Q(work_item__product__in=seen))


def of_work_item(number: str, seen: Collection[int]) -> Q:
    """Narrow links to those of a work item."""
    return Q(work_item__number=number, work_item__product__in=seen)


def list_commits_for(number: str, *, for_user: User) -> QuerySet[Commit]:
    """List the commits that work on a requirement, by its own number or by that of its work."""
    return _linked(of_requirement(number, visible_product_ids(for_user)), for_user)


def list_commits_for_item(number: str, *, for_user: User) -> QuerySet[Commit]:
    """List the commits that work on a work item."""
    return _linked(of_work_item(number, visible_product_ids(for_user)), for_user)


def _linked(links: Q, user: User) -> QuerySet[Commit]:
    if not may_see_repositories(user):
        return Commit.objects.none()
    wanted = CommitLink.objects.filter(links).values("commit_id")
    commits = Commit.objects.filter(
        pk__in=wanted, repository__product__in=visible_product_ids(user)
    )
    related = commits.select_related("author", "first_release", "repository")
    return related.order_by("-committed_at", "-pk")


def list_releases(repository: Repository) -> QuerySet[ReleaseTag]:
    """List a repository's release tags, the newest first."""
    return repository.tags.order_by("-tagged_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """What a release was the first to ship."""

    commits: int = 0
    added: int = 0
    deleted: int = 0
    requirements: int = 0


def shipped_by(releases: Iterable[ReleaseTag], *, for_user: User) -> dict[int, Shipped]:
    """Count what each of some releases was the first to ship, in two queries."""
    pks = [release.pk for release in releases]
    commits = Commit.objects.filter(first_release__in=pks).values_list("first_release")
    links = CommitLink.objects.filter(
        commit__first_release__in=pks,
        requirement__product__in=visible_product_ids(for_user),
    ).values_list("commit__first_release")
    wishes = dict(links.annotate(count=Count("requirement", distinct=True)))
    counted = commits.annotate(
        count=Count("pk"), added=Sum("lines_added"), deleted=Sum("lines_deleted")
    )
    found = {
        pk: Shipped(commits=count, added=added, deleted=deleted, requirements=wishes.get(pk, 0))
        for pk, count, added, deleted in counted
    }
    return {pk: found.get(pk, Shipped()) for pk in pks}


def list_rules(repository: Repository) -> QuerySet[PathRule]:
    """List a repository's path rules in their order."""
    return repository.rules.select_related("module").order_by("position")


def count_unplaced(repository: Repository) -> int:
    """Count the changes of files that belong to no module."""
    changes = FileChange.objects.filter(commit__repository=repository, module=None)
    return changes.count()


def list_commits_of_release(release: Release, *, for_user: User) -> QuerySet[Commit]:
    """
    List the commits that a release was the first to ship: those of its product's tags of its name.

    `v3.3`, `3.3` and `h3-3.3` all name 3.3.
    """
    if not may_see_repositories(for_user):
        return Commit.objects.none()
    tags = ReleaseTag.objects.filter(
        repository__product=release.product_id, name__iendswith=release.name, is_deleted=False
    )
    ids = [tag.pk for tag in tags if names_release(tag.name, release.name)]
    commits = Commit.objects.filter(first_release__in=ids)
    return commits.select_related("author", "first_release", "repository").order_by(
        "-committed_at", "-pk"
    )


def names_release(tag: str, release: str) -> bool:
    """Say whether a tag is one of a release: its name, after a letter or a word of its own."""
    before = tag[: len(tag) - len(release)]
    is_last = tag.casefold().endswith(release.casefold())
    return is_last and (not before or not before[-1].isdecimal()) and not before.endswith(".")
