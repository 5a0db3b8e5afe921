"""What callers send and are given."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from annotated_types import Ge, Le
from django.utils import timezone
from pydantic import AfterValidator, Field

from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut
from twintrack.rnd.quality.lifecycle import BuildState, Format, Outcome, Verdict
from twintrack.rnd.quality.models import Build, TestCase

Percent = Annotated[Decimal, Ge(0), Le(100)]


class BuildOut(Out):
    number: str
    product: str = Field(alias="product.code")
    repository: str = Field(alias="repository.number")
    sha: str
    is_commit_known: bool
    branch: str
    is_main: bool
    job: str
    url: str
    state: Annotated[str, OneOf(BuildState)]
    started_at: datetime
    finished_at: datetime | None
    passed: int
    failed: int
    flaky: int
    skipped: int
    muted: int
    seconds: float
    lines_total: int | None
    lines_covered: int | None
    changed_total: int | None
    changed_covered: int | None
    base_sha: str
    unmeasured: str

    @staticmethod
    def resolve_is_commit_known(build: Build) -> bool:
        return build.commit_id is not None


class ReportedOut(Out):
    build: BuildOut
    added: int = Field(description="Files that were new")
    known: int = Field(description="Files that came before and added nothing")


class TestOut(Out):
    id: int = Field(alias="pk")
    product: str = Field(alias="product.code")
    repository: str = Field(alias="repository.number")
    classname: str
    name: str
    path: str
    module_id: int | None
    owner: PersonOut | None
    failing_since: str | None = Field(description="Number of the first build that failed")
    passing_until: str | None = Field(description="Number of the last build before that passed")
    flaky_since: datetime | None
    flaky_last_at: datetime | None
    flaky_count: int
    muted_until: date | None
    mute_reason: str

    @staticmethod
    def resolve_failing_since(test: TestCase) -> str | None:
        return test.failing_since.number if test.failing_since else None

    @staticmethod
    def resolve_passing_until(test: TestCase) -> str | None:
        return test.passing_until.number if test.passing_until else None


class TestResultOut(Out):
    test_id: int
    test: str = Field(alias="test.name")
    build: str = Field(alias="build.number")
    outcome: Annotated[str, OneOf(Outcome)]
    message: str
    at: datetime


class CoveredFileOut(Out):
    path: str
    module_id: int | None
    lines_total: int
    lines_covered: int
    changed_total: int
    changed_covered: int
    changed_missed: str = Field(description="Added lines that did not run, such as 4-9,12")


class BuildDetailOut(Out):
    build: BuildOut
    failed: list[TestResultOut]
    flaky: list[TestResultOut]
    uncovered: list[CoveredFileOut]


class QualityGateOut(Out):
    product: str = Field(alias="product.code")
    module_id: int | None
    min_pass_rate: Decimal | None
    min_changed_coverage: Decimal | None
    max_flaky_share: Decimal | None
    max_blockers: int | None
    verdict: Annotated[str, OneOf(Verdict)]
    reasons: list[dict[str, Any]]


class ModuleQualityOut(Out):
    module_id: int | None
    verdict: Annotated[str, OneOf(Verdict)]
    passed: int
    failed: int
    flaky: int
    pass_rate: float | None
    flaky_share: float | None
    coverage: float | None
    changed_coverage: float | None


class ProductQualityOut(Out):
    product: str
    verdict: Annotated[str, OneOf(Verdict)]
    rows: list[ModuleQualityOut] = Field(description="The whole product first, then its modules")


class LimitsBody(Body):
    min_pass_rate: Percent | None = None
    min_changed_coverage: Percent | None = None
    max_flaky_share: Percent | None = None
    max_blockers: Annotated[int, Ge(0), Le(1000)] | None = None


def _aware(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if moment.tzinfo is None else moment


# What a machine of CI says without a zone is the time here.
Moment = Annotated[datetime, AfterValidator(_aware)]


class QualityGateBody(Body):
    module_id: Key | None = Field(default=None, description="Null for the whole product")
    before: LimitsBody = Field(description="The limits that you saw; {} where there was no gate")
    limits: LimitsBody


class TestMuteBody(Body):
    until: date
    reason: str = Field(min_length=1, max_length=500)


class TestOwnerBody(Body):
    before: Key | None = Field(description="Id of the owner that you saw")
    owner: Key | None


class ReportForm(Body):
    format: Annotated[str, OneOf(Format)]
    commit: str = Field(max_length=64, description="The whole sha")
    branch: str = Field(default="", max_length=200)
    job: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=500, description="Tells runs of one job apart")
    at: Moment | None = Field(default=None, description="When the build began")
    finished_at: Moment | None = None
    state: Annotated[str, OneOf(BuildState)] | None = None


class BuildBody(Body):
    commit: str = Field(max_length=64, description="The whole sha")
    branch: str = Field(default="", max_length=200)
    job: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=500)
    at: Moment | None = None
    finished_at: Moment | None = None
    state: Annotated[str, OneOf(BuildState)]
