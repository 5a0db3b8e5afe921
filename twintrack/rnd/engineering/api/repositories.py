"""Repositories and commits in the REST API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.hub.products.queries import get_module, get_product
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.api.router import router
from twintrack.rnd.engineering.history.sources import name_of, remote_source
from twintrack.rnd.engineering.models import ChangeKind, Commit, PathRule, ReleaseTag, Repository
from twintrack.rnd.engineering.operations import RepositoryFacts, RuleLine
from twintrack.rnd.engineering.queries import CommitFilter
from twintrack.rnd.work.queries import get_work_item
from twintrack.ui.paging import KeyPage, key_page

NEWEST = ("-committed_at", "-pk")


class RepositoryOut(Out):
    number: str
    name: str
    product: str = Field(alias="product.code")
    source: str
    default_branch: str
    reference_pattern: str
    work_item_pattern: str
    release_pattern: str
    production_pattern: str
    opening_moves: bool
    merging_moves_to: str
    commits_count: int
    last_commit_at: datetime | None
    read_at: datetime | None
    is_waiting: bool
    trouble: str
    trouble_detail: str


class CommitOut(Out):
    sha: str
    subject: str
    author_name: str
    author_mail: str
    author: PersonOut | None
    authored_at: datetime
    committed_at: datetime
    files_count: int
    lines_added: int
    lines_deleted: int
    parent_shas: list[str]
    first_release: str | None = Field(description="The first release that shipped it")
    is_lost: bool = Field(description="No branch or tag leads to it any more")

    @staticmethod
    def resolve_first_release(commit: Commit) -> str | None:
        return commit.first_release.name if commit.first_release else None


class ChangedFileOut(Out):
    path: str
    old_path: str
    kind: Annotated[str, OneOf(ChangeKind)]
    added: int | None
    deleted: int | None
    module_id: int | None


class CommitDetailOut(Out):
    commit: CommitOut
    body: str
    requirements: list[str]
    work_items: list[str]
    files: list[ChangedFileOut] = Field(description="The first thousand by path")


class ReleaseTagOut(Out):
    name: str
    sha: str
    tagged_at: datetime
    is_deleted: bool


class PathRuleOut(Out):
    pattern: str
    module_id: int
    module: str = Field(alias="module.name")


class RepositoryBody(Body):
    product: str = Field(max_length=20)
    source: str = Field(max_length=500, description="https://, ssh:// or git://")
    name: str = Field(default="", max_length=80)
    reference_pattern: str = Field(default="REQ-#", min_length=1, max_length=200)
    release_pattern: str = Field(default="*", max_length=200)


class RepositoryFactsBody(Body):
    name: str | None = Field(default=None, min_length=1, max_length=80)
    default_branch: str | None = Field(default=None, max_length=200)
    reference_pattern: str | None = Field(default=None, min_length=1, max_length=200)
    work_item_pattern: str | None = Field(default=None, max_length=200)
    release_pattern: str | None = Field(default=None, max_length=200)
    production_pattern: str | None = Field(default=None, max_length=200)
    opening_moves: bool | None = None
    merging_moves_to: Literal["", "in_testing", "done"] | None = None


class RepositoryChangeBody(Body):
    before: RepositoryFactsBody = Field(description="What you saw of the fields you change")
    values: RepositoryFactsBody


class PathRuleBody(Body):
    pattern: str = Field(min_length=1, max_length=300)
    module_id: Key


class PathRulesBody(Body):
    before: list[PathRuleBody] = Field(max_length=1000, description="The rules that you saw")
    rules: list[PathRuleBody] = Field(max_length=1000)


class PathRulesSetOut(Out):
    files: int = Field(description="Changes of files that now belong elsewhere")


@router.get("/repositories", response=Page[RepositoryOut], summary=_("List repositories"))
def list_repositories(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[Repository]:
    check_may(request.user, Act.SEE_REPOSITORIES)
    found = queries.list_repositories(for_user=request.user)
    return key_page(found, order=("name", "pk"), after=after, size=limit)


@router.post("/repositories", response={201: RepositoryOut}, summary=_("Add a repository"))
def add_repository(request: ApiRequest, body: RepositoryBody) -> Repository:
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    source = remote_source(body.source)
    facts = RepositoryFacts(
        name=body.name or name_of(source),
        source=source,
        reference_pattern=body.reference_pattern,
        release_pattern=body.release_pattern,
    )
    return operations.add_repository(
        product=product, facts=facts, by=request.user, at=timezone.now()
    )


@router.get("/repositories/{number}", response=RepositoryOut, summary=_("Read a repository"))
def get_repository(request: ApiRequest, number: str) -> Repository:
    return queries.get_repository(number, for_user=request.user)


@router.patch("/repositories/{number}", response=RepositoryOut, summary=_("Change a repository"))
def change_repository(request: ApiRequest, number: str, body: RepositoryChangeBody) -> Repository:
    operations.change_repository(
        repository=queries.get_repository(number, for_user=request.user),
        before=body.before.model_dump(exclude_unset=True),
        values=body.values.model_dump(exclude_unset=True, exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_repository(number, for_user=request.user)


@router.post(
    "/repositories/{number}/reading",
    response=RepositoryOut,
    summary=_("Let a repository be read within the minute"),
)
def ask_reading(request: ApiRequest, number: str) -> Repository:
    repository = queries.get_repository(number, for_user=request.user)
    operations.ask_reading(repository=repository, by=request.user, at=timezone.now())
    return queries.get_repository(number, for_user=request.user)


@router.get(
    "/repositories/{number}/commits",
    response=Page[CommitOut],
    summary=_("List a repository's commits, the newest first"),
)
def list_commits(
    request: ApiRequest,
    number: str,
    *,
    module_id: Key | None = None,
    author: str = "",
    release: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Commit]:
    """`release` is the name of a release, or `none` for what no release has shipped yet."""
    repository = queries.get_repository(number, for_user=request.user)
    with referring("module_id"):
        module = get_module(repository.product, module_id) if module_id else None
    wanted = CommitFilter(module=module, author=author, release=release)
    commits = queries.list_commits(repository, wanted)
    return key_page(commits, order=NEWEST, after=after, size=limit)


@router.get(
    "/repositories/{number}/commits/{sha}", response=CommitDetailOut, summary=_("Read a commit")
)
def get_commit(request: ApiRequest, number: str, sha: str) -> dict[str, Any]:
    repository = queries.get_repository(number, for_user=request.user)
    commit = queries.get_commit(repository, sha)
    wishes = queries.list_requirements_of([commit], for_user=request.user)[commit.pk]
    items = queries.list_items_of([commit], for_user=request.user)[commit.pk]
    return {
        "commit": commit,
        "body": commit.body,
        "requirements": [each.number for each in wishes],
        "work_items": [each.number for each in items],
        "files": list(queries.list_files(commit)[:1000]),
    }


@router.get(
    "/repositories/{number}/releases",
    response=Page[ReleaseTagOut],
    summary=_("List a repository's releases, the newest first"),
)
def list_release_tags(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[ReleaseTag]:
    repository = queries.get_repository(number, for_user=request.user)
    releases = queries.list_releases(repository)
    return key_page(releases, order=("-tagged_at", "-pk"), after=after, size=limit)


@router.get(
    "/repositories/{number}/rules",
    response=list[PathRuleOut],
    summary=_("List a repository's path rules in their order"),
)
def list_rules(request: ApiRequest, number: str) -> list[PathRule]:
    return list(queries.list_rules(queries.get_repository(number, for_user=request.user)))


@router.post(
    "/repositories/{number}/rules",
    response=PathRulesSetOut,
    summary=_("Set a repository's path rules anew"),
)
def set_path_rules(request: ApiRequest, number: str, body: PathRulesBody) -> dict[str, int]:
    repository = queries.get_repository(number, for_user=request.user)
    with referring("module_id"):
        rules = [
            RuleLine(pattern=rule.pattern, module=get_module(repository.product, rule.module_id))
            for rule in body.rules
        ]
    files = operations.set_path_rules(
        repository=repository,
        before=[(rule.pattern, rule.module_id) for rule in body.before],
        rules=rules,
        by=request.user,
        at=timezone.now(),
    )
    return {"files": files}


@router.get(
    "/requirements/{number}/commits",
    response=Page[CommitOut],
    summary=_("List the commits that work on a requirement"),
)
def list_requirement_commits(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Commit]:
    check_may(request.user, Act.SEE_REPOSITORIES)
    requirement = get_requirement(number, for_user=request.user)
    commits = queries.list_commits_for(requirement.number, for_user=request.user)
    return key_page(commits, order=NEWEST, after=after, size=limit)


@router.get(
    "/work-items/{number}/commits",
    response=Page[CommitOut],
    summary=_("List the commits that work on a work item"),
)
def list_work_item_commits(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Commit]:
    check_may(request.user, Act.SEE_REPOSITORIES)
    item = get_work_item(number, for_user=request.user)
    commits = queries.list_commits_for_item(item.number, for_user=request.user)
    return key_page(commits, order=NEWEST, after=after, size=limit)
