"""What a host knows of the past, brought at once by the REST API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Out
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.api.router import router
from twintrack.rnd.engineering.api.shapes import (
    Count,
    DeploymentBody,
    PipelineBody,
    PullRequestBody,
    PullReviewBody,
)
from twintrack.rnd.engineering.operations import BroughtPast, Past

# So many of each at once; more come in several calls.
MOST = 1000


class PastReviewBody(PullReviewBody):
    number: Count = Field(description="Of which pull request")


class PastBody(Body):
    pull_requests: list[PullRequestBody] = Field(default=[], max_length=MOST)
    reviews: list[PastReviewBody] = Field(default=[], max_length=MOST)
    pipelines: list[PipelineBody] = Field(default=[], max_length=MOST)
    deployments: list[DeploymentBody] = Field(default=[], max_length=MOST)


class BroughtPastOut(Out):
    pull_requests: int
    reviews: int
    pipelines: int
    deployments: int


@router.post(
    "/repositories/{number}/past",
    response=BroughtPastOut,
    summary=_("Bring pull requests, reviews, runs and deployments of the past"),
)
def bring_past(request: ApiRequest, number: str, body: PastBody) -> BroughtPast:
    """At most a thousand of each a call; brought again nothing happens. Nobody is told."""
    past = Past(
        pulls=[each.record() for each in body.pull_requests],
        reviews=[each.record(each.number) for each in body.reviews],
        pipelines=[each.record() for each in body.pipelines],
        deployments=[each.record() for each in body.deployments],
    )
    return operations.bring_past(
        repository=queries.get_repository(number, for_user=request.user),
        past=past,
        by=request.user,
        at=timezone.now(),
    )
