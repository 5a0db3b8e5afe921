"""Reviews: who is asked, what they think, what is taken back, what waits."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Page, referring
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations, queries, review_queue
from twintrack.rnd.backlog.api.router import router
from twintrack.rnd.backlog.api.shapes import OpinionOut, RequirementOut, ReviewRequestOut
from twintrack.rnd.backlog.models import Opinion, Requirement, ReviewRequest, Verdict
from twintrack.rnd.backlog.operations import Question, View
from twintrack.rnd.backlog.scoring import Rice
from twintrack.ui.paging import KeyPage, key_page


class ReviewRequestBody(Body):
    reviewers: list[Key] = Field(description="The ids of the people whose opinion is wanted")
    due_on: date | None = None
    note: str = ""


class RiceBody(Body):
    reach: Decimal = Field(ge=0, le=10**6, description="Customers a quarter")
    impact: Decimal = Field(ge=0, le=3)
    confidence: Decimal = Field(ge=0, le=100, description="Percent")
    effort: Decimal = Field(ge=Decimal("0.1"), le=1000, description="Person-months")


class OpinionBody(Body):
    verdict: Annotated[str, OneOf(Verdict)]
    comment: str = ""
    estimate: RiceBody | None = None


@router.get("/reviews", response=Page[RequirementOut], summary=_("List what waits for a decision"))
def list_undecided(
    request: ApiRequest, *, for_me: bool = False, after: str = "", limit: Limit = 50
) -> KeyPage[Requirement]:
    """With `for_me`, only those that wait for your opinion."""
    if for_me:
        rows = review_queue.list_opinions_wanted(for_user=request.user)
    else:
        rows = review_queue.list_undecided(for_user=request.user, today=timezone.localdate())
    rows = rows.select_related("milestone", "release", "merged_into", "split_from")
    return key_page(rows, order=review_queue.BY_VALUE, after=after, size=limit)


@router.get(
    "/requirements/{number}/reviews",
    response=Page[ReviewRequestOut],
    summary=_("List the reviews of a requirement with everybody's opinion"),
)
def list_reviews(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[ReviewRequest]:
    requirement = queries.get_requirement(number, for_user=request.user)
    requests = review_queue.list_requests(requirement)
    return key_page(requests, order=("-pk",), after=after, size=limit)


@router.post(
    "/requirements/{number}/review",
    response=RequirementOut,
    summary=_("Ask people for their opinion"),
)
def ask_for_review(request: ApiRequest, number: str, body: ReviewRequestBody) -> Requirement:
    requirement = queries.get_requirement(number, for_user=request.user)
    question = Question(reviewers=_people(body.reviewers), due_on=body.due_on, note=body.note)
    return operations.ask_for_review(
        requirement=requirement, question=question, by=request.user, at=timezone.now()
    )


def _people(ids: list[int]) -> tuple[User, ...]:
    with referring("reviewers"):
        found = {person.pk: person for person in list_people().filter(pk__in=ids)}
        if set(found) != set(ids):
            raise operations.PersonCannotSee
    return tuple(found[each] for each in ids)


@router.post(
    "/requirements/{number}/review/withdrawal",
    response=RequirementOut,
    summary=_("Withdraw a review"),
)
def withdraw_review(request: ApiRequest, number: str) -> Requirement:
    return operations.withdraw_review(
        requirement=queries.get_requirement(number, for_user=request.user),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/opinion",
    response=OpinionOut,
    summary=_("Give your opinion in a review"),
)
def give_opinion(request: ApiRequest, number: str, body: OpinionBody) -> Opinion:
    estimate = Rice(**body.estimate.model_dump()) if body.estimate else None
    return operations.give_opinion(
        requirement=queries.get_requirement(number, for_user=request.user),
        view=View(verdict=body.verdict, comment=body.comment, rice=estimate),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/decision/withdrawal",
    response=RequirementOut,
    summary=_("Take a decision back"),
)
def take_back(request: ApiRequest, number: str) -> Requirement:
    return operations.take_back(
        requirement=queries.get_requirement(number, for_user=request.user),
        by=request.user,
        at=timezone.now(),
    )
