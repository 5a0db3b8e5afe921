"""What the API shows of requirements."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.api.schemas import OneOf, Out, PersonOut
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Kind, Requirement


class RequirementOut(Out):
    number: str
    product: str = Field(alias="product.code")
    kind: Annotated[str, OneOf(Kind)]
    title: str
    description: str
    state: Annotated[str, OneOf(State)]
    priority: int
    owner: PersonOut
    rice: Decimal | None
    value_score: int
    milestone: str | None
    planned_on: date | None
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
