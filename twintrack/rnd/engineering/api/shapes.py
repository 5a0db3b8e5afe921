"""What is said and told of pull requests, runs and deployments, as records and as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast

from pydantic import AwareDatetime, Field

from twintrack.connectors.records import (
    DeploymentRecord,
    DeployState,
    PersonRecord,
    PipelineRecord,
    PullRequestRecord,
    ReviewRecord,
    RunState,
)
from twintrack.connectors.records import PullState as Stood
from twintrack.connectors.records import Verdict as Said
from twintrack.foundation.api.schemas import Body, OneOf, Out, PersonOut
from twintrack.rnd.engineering import models
from twintrack.rnd.engineering.models import PullState, Verdict

Sha = Annotated[str, Field(max_length=64, pattern=r"^[0-9a-fA-F]*$")]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class PersonBody(Body):
    login: str = Field(default="", max_length=120, description="The account at the host")
    name: str = Field(default="", max_length=200)
    mail: str = Field(default="", max_length=254)

    def record(self) -> PersonRecord:
        return PersonRecord(login=self.login, name=self.name, mail=self.mail)


class PullRequestBody(Body):
    number: Count
    title: str = Field(min_length=1, max_length=500)
    state: Annotated[str, OneOf(PullState)] = "open"
    told_at: AwareDatetime = Field(description="When it stood so; what is older changes nothing")
    opened_at: AwareDatetime | None = None
    body: str | None = Field(default=None, max_length=100_000)
    url: str = Field(default="", max_length=500, pattern=r"^(https?://\S*)?$")
    author: PersonBody = PersonBody()
    source_branch: str = Field(default="", max_length=250)
    target_branch: str = Field(default="", max_length=250)
    head_sha: Sha = ""
    merge_sha: Sha = ""
    is_draft: bool = False
    merged_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    lines_added: Count | None = None
    lines_deleted: Count | None = None
    files_count: Count | None = None
    commits_count: Count | None = None
    asked: list[PersonBody] | None = Field(
        default=None, max_length=100, description="Whose review is wanted; null: not told"
    )

    def record(self) -> PullRequestRecord:
        told = self.model_dump(exclude={"author", "asked", "state"})
        told["head_sha"], told["merge_sha"] = self.head_sha.lower(), self.merge_sha.lower()
        return PullRequestRecord(
            **told,
            state=cast(Stood, self.state),
            author=self.author.record(),
            asked=None if self.asked is None else tuple(each.record() for each in self.asked),
        )


class PullReviewBody(Body):
    verdict: Annotated[str, OneOf(Verdict)]
    at: AwareDatetime
    key: str = Field(default="", max_length=150, description="The same key is the same review")
    reviewer: PersonBody = PersonBody()
    url: str = Field(default="", max_length=500, pattern=r"^(https?://\S*)?$")

    def record(self, number: int) -> ReviewRecord:
        return ReviewRecord(
            number=number,
            key=self.key,
            verdict=cast(Said, self.verdict),
            at=self.at,
            reviewer=self.reviewer.record(),
            url=self.url,
        )


class PipelineBody(Body):
    key: str = Field(min_length=1, max_length=150, description="The same key is the same run")
    state: Annotated[str, OneOf(models.RunState)]
    told_at: AwareDatetime = Field(description="When it stood so; what is older changes nothing")
    name: str = Field(default="", max_length=200)
    sha: Sha = ""
    branch: str = Field(default="", max_length=250)
    url: str = Field(default="", max_length=500, pattern=r"^(https?://\S*)?$")
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None

    def record(self) -> PipelineRecord:
        told = self.model_dump(exclude={"state", "sha"})
        return PipelineRecord(**told, state=cast(RunState, self.state), sha=self.sha.lower())


class DeploymentBody(Body):
    key: str = Field(min_length=1, max_length=150, description="The same key is the same one")
    environment: str = Field(min_length=1, max_length=120)
    state: Annotated[str, OneOf(models.DeployState)] = "succeeded"
    told_at: AwareDatetime = Field(description="When it stood so; what is older changes nothing")
    sha: Sha = ""
    ref: str = Field(default="", max_length=250, description="The branch or tag")
    url: str = Field(default="", max_length=500, pattern=r"^(https?://\S*)?$")
    started_at: AwareDatetime | None = None
    by: PersonBody = PersonBody()

    def record(self) -> DeploymentRecord:
        told = self.model_dump(exclude={"state", "sha", "by"})
        return DeploymentRecord(
            **told,
            state=cast(DeployState, self.state),
            sha=self.sha.lower(),
            by=self.by.record(),
        )


class PullRequestOut(Out):
    id: int
    repository: str = Field(alias="repository.number")
    number: int
    title: str
    url: str
    author: PersonOut | None
    author_login: str
    source_branch: str
    target_branch: str
    head_sha: str
    merge_sha: str
    state: Annotated[str, OneOf(PullState)]
    is_draft: bool
    opened_at: datetime
    ready_at: datetime | None
    first_review_at: datetime | None
    approved_at: datetime | None
    merged_at: datetime | None
    closed_at: datetime | None
    waits_since: datetime | None = Field(description="Since when it waits for a review")
    told_at: datetime
    lines_added: int | None
    lines_deleted: int | None
    files_count: int | None
    commits_count: int | None


class ReviewFactOut(Out):
    reviewer: PersonOut | None
    reviewer_login: str
    verdict: Annotated[str, OneOf(Verdict)]
    at: datetime
    url: str


class PipelineOut(Out):
    id: int
    key: str
    name: str
    sha: str
    branch: str
    state: Annotated[str, OneOf(models.RunState)]
    url: str
    started_at: datetime | None
    finished_at: datetime | None
    told_at: datetime


class PullRequestDetailOut(Out):
    pull_request: PullRequestOut
    body: str
    reviews: list[ReviewFactOut]
    asked: list[PersonOut] = Field(description="Whose review is wanted")
    requirements: list[str]
    work_items: list[str]
    commits: list[str] = Field(description="The newest two hundred, by sha")
    pipelines: list[PipelineOut]


class DeploymentOut(Out):
    id: int
    repository: str = Field(alias="repository.number")
    key: str
    environment: str
    is_production: bool
    sha: str
    ref: str
    release: str | None = Field(alias="release_tag.name", default=None)
    state: Annotated[str, OneOf(models.DeployState)]
    url: str
    deployed_by: PersonOut | None
    deployed_by_login: str
    started_at: datetime
    finished_at: datetime | None
    is_failure: bool
    broke_at: datetime | None
    broke_note: str
    restored_at: datetime | None
    told_at: datetime
