"""SLA plans."""

from datetime import UTC, datetime

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.sla import operations
from twintrack.sales.sla.models import SlaPlan
from twintrack.sales.sla.terms import PlanTerms, Reason, Step, Targets

MADE_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


def make_terms(**over: object) -> PlanTerms:
    """Give terms of 09:00 to 18:00 in China: half an hour and eight hours for what is worst."""
    given: dict[str, object] = {
        "name_zh": "金牌服务",
        "name_en": "Gold service",
        "targets": {
            "blocker": Targets(response=30, resolution=8 * 60),
            "major": Targets(response=120, resolution=24 * 60),
            "minor": Targets(resolution=72 * 60),
        },
        "escalations": (
            Step(clock="resolution", trigger="percent", value=50, whom="owner"),
            Step(clock="resolution", trigger="after_breach", value=60, whom="role", role="csm"),
        ),
        "pause_reasons": (Reason(name_zh="等待客户", name_en="Waiting for the customer"),),
    } | over
    return PlanTerms(**given)  # type: ignore[arg-type]


def make_plan(by: User | None = None, *, at: datetime = MADE_AT, **over: object) -> SlaPlan:
    return operations.add_plan(
        terms=make_terms(**over), by=by or make_user(Role.SALES_MANAGER), at=at
    )
