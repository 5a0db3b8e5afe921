"""What the API shows of requirements."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.api.schemas import OneOf, Out, PersonOut
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Criterion, Kind, Opinion, Requirement, ReviewRequest


class RequirementOut(Out):
    number: str
    product: str = Field(alias="product.code")
    kind: Annotated[str, OneOf(Kind)]
    title: str
    description: str
    state: Annotated[str, OneOf(State)]
    priority: int
    owner: PersonOut
    reach: Decimal | None = Field(description="Customers a quarter")
    impact: Decimal | None
    confidence: Decimal | None = Field(description="Percent")
    effort: Decimal | None = Field(description="Person-months")
    rice: Decimal | None
    user_value: int | None
    time_criticality: int | None
    opportunity: int | None = Field(description="Risk reduced or opportunity opened")
    job_size: int | None
    wsjf: Decimal | None
    value_score: int = Field(description="0 to 100, by the method of the product")
    milestone: str | None
    release: str | None
    planned_on: date | None
    expected_on: date | None = Field(
        description="Without a day of its own, its milestone's or its release's"
    )
    revisit_on: date | None = Field(description="When a deferred requirement comes back")
    merged_into: str | None = Field(description="The number of the one that stands for it")
    split_from: str | None = Field(description="The number of the one it is a part of")
    customers_count: int
    feedback_count: int
    rank: str = Field(description="Sorts the list ordered by hand")
    revenue: Decimal | None = Field(description="Null if you may not see amounts")
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_revenue(requirement: Requirement, context: dict[str, Any]) -> Decimal | None:
        sees_amounts = may(context["request"].user, Act.SEE_AMOUNTS)
        return requirement.revenue if sees_amounts else None

    @staticmethod
    def resolve_milestone(requirement: Requirement) -> str | None:
        return requirement.milestone.number if requirement.milestone else None

    @staticmethod
    def resolve_release(requirement: Requirement) -> str | None:
        return requirement.release.number if requirement.release else None

    @staticmethod
    def resolve_merged_into(requirement: Requirement) -> str | None:
        return requirement.merged_into.number if requirement.merged_into else None

    @staticmethod
    def resolve_split_from(requirement: Requirement) -> str | None:
        return requirement.split_from.number if requirement.split_from else None


class ReviewOut(Out):
    decision: str
    reason: str
    customer_wording: str
    revisit_on: date | None
    decided_by: PersonOut
    decided_at: datetime
    taken_back_by: PersonOut | None
    taken_back_at: datetime | None


class CriterionOut(Out):
    id: int
    text: str
    is_met: bool
    met_by: PersonOut | None
    met_at: datetime | None

    @staticmethod
    def resolve_is_met(criterion: Criterion) -> bool:
        return criterion.met_at is not None


class OpinionOut(Out):
    reviewer: PersonOut
    verdict: str = Field(description="for, against, unsure; empty while it is awaited")
    comment: str
    reach: Decimal | None
    impact: Decimal | None
    confidence: Decimal | None
    effort: Decimal | None
    given_at: datetime | None


class ReviewRequestOut(Out):
    asked_by: PersonOut
    asked_at: datetime
    due_on: date | None
    note: str
    closed_at: datetime | None
    opinions: list[OpinionOut]

    @staticmethod
    def resolve_opinions(request: ReviewRequest) -> list[Opinion]:
        return list(request.opinions.all())
