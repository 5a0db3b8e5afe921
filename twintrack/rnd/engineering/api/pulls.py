"""Pull requests and their reviews in the REST API, also told by hand."""

from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Key, Limit, OneOf, Page, referring
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.api.router import router
from twintrack.rnd.engineering.api.shapes import (
    PullRequestBody,
    PullRequestDetailOut,
    PullRequestOut,
    PullReviewBody,
)
from twintrack.rnd.engineering.models import PullRequest
from twintrack.rnd.engineering.queries import PullFilter, PullView
from twintrack.rnd.work.queries import get_work_item
from twintrack.ui.paging import KeyPage, key_page


@router.get(
    "/pull-requests", response=Page[PullRequestOut], summary=_("List pull requests by view")
)
def list_pulls(
    request: ApiRequest,
    *,
    view: Annotated[str, OneOf(PullView)] = "all",
    repository: str = "",
    person_id: Key | None = None,
    q: str = "",
    waits_before: AwareDatetime | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[PullRequest]:
    """`waiting` and `open` begin with your own, then what waits longest; others with the newest."""
    check_may(request.user, Act.SEE_REPOSITORIES)
    with referring("repository"):
        within = queries.get_repository(repository, for_user=request.user) if repository else None
    wanted = PullFilter(
        view=view,
        repository=within,
        person=_person(person_id),
        words=q,
        waits_before=waits_before,
    )
    rows = queries.list_pulls(wanted, for_user=request.user)
    return key_page(rows, order=wanted.order, after=after, size=limit)


def _person(pk: int | None) -> User | None:
    if pk is None:
        return None
    with referring("person_id"):
        return get_person(pk)


@router.post(
    "/repositories/{number}/pull-requests",
    response={200: PullRequestOut},
    summary=_("Tell how a pull request stands"),
)
def keep_pull_request(request: ApiRequest, number: str, body: PullRequestBody) -> PullRequest:
    """For hosts without web hooks: told again it is the same; older states change nothing."""
    kept = operations.keep_pull_request(
        repository=queries.get_repository(number, for_user=request.user),
        told=body.record(),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_pull(kept.row.pk, for_user=request.user)


@router.get(
    "/repositories/{number}/pull-requests/{int:pull}",
    response=PullRequestDetailOut,
    summary=_("Read a pull request"),
)
def get_pull(request: ApiRequest, number: str, pull: int) -> dict[str, Any]:
    repository = queries.get_repository(number, for_user=request.user)
    found = queries.get_pull_of(repository, pull)
    wishes = queries.list_requirements_of_pulls([found], for_user=request.user)[found.pk]
    items = queries.list_items_of_pulls([found], for_user=request.user)[found.pk]
    commits = queries.list_commits_of_pull(found)[:200]
    return {
        "pull_request": found,
        "body": found.body,
        "reviews": list(queries.list_reviews(found)),
        "asked": [each.person for each in queries.list_reviewers_asked(found)],
        "requirements": [each.number for each in wishes],
        "work_items": [each.number for each in items],
        "commits": [each.sha for each in commits],
        "pipelines": list(queries.list_runs_of(repository, found.head_sha)[:50]),
    }


@router.post(
    "/repositories/{number}/pull-requests/{int:pull}/reviews",
    response={200: PullRequestOut},
    summary=_("Tell what somebody said of a pull request"),
)
def keep_review(request: ApiRequest, number: str, pull: int, body: PullReviewBody) -> PullRequest:
    repository = queries.get_repository(number, for_user=request.user)
    queries.get_pull_of(repository, pull)
    kept = operations.keep_review(
        repository=repository, told=body.record(pull), by=request.user, at=timezone.now()
    )
    return queries.get_pull(kept.row.pk, for_user=request.user)


@router.get(
    "/requirements/{number}/pull-requests",
    response=Page[PullRequestOut],
    summary=_("List the pull requests that work on a requirement"),
)
def list_requirement_pulls(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[PullRequest]:
    check_may(request.user, Act.SEE_REPOSITORIES)
    requirement = get_requirement(number, for_user=request.user)
    rows = queries.list_pulls_for(requirement.number, for_user=request.user)
    return key_page(rows, order=("-opened_at", "-pk"), after=after, size=limit)


@router.get(
    "/work-items/{number}/pull-requests",
    response=Page[PullRequestOut],
    summary=_("List the pull requests that work on a work item"),
)
def list_item_pulls(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[PullRequest]:
    check_may(request.user, Act.SEE_REPOSITORIES)
    item = get_work_item(number, for_user=request.user)
    rows = queries.list_pulls_for_item(item.number, for_user=request.user)
    return key_page(rows, order=("-opened_at", "-pk"), after=after, size=limit)
