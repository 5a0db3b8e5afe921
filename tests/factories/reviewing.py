"""Review meetings."""

from datetime import UTC, datetime, timedelta

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.reviewing import operations
from twintrack.rnd.reviewing.models import Meeting

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
BEGINS = AT + timedelta(days=1)


def make_meeting(
    *requirements: Requirement,
    chair: User | None = None,
    people: list[User] | None = None,
    title: str = "Review",
    starts_at: datetime = BEGINS,
    at: datetime = AT,
) -> Meeting:
    chair = chair or make_user(Role.PRODUCT_MANAGER)
    return operations.call(
        details=operations.Details(title=title, starts_at=starts_at, chair=chair, place="301"),
        people=people or [],
        requirements=requirements,
        by=chair,
        at=at,
    )
