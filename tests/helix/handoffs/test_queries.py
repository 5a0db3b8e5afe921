"""Who stands behind a requirement, as far as a person may see it."""

from datetime import UTC, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.helix.handoffs import operations, queries

pytestmark = pytest.mark.django_db


def test_guests_see_nobody_behind_a_requirement() -> None:
    requirement, alice = make_requirement(), make_user(Role.CSM)
    feedback = make_feedback(product=requirement.product)
    at = datetime(2026, 11, 24, tzinfo=UTC)
    operations.attach(feedback=feedback, requirement=requirement, by=alice, at=at)

    assert list(queries.list_behind(requirement, for_user=alice)) == [feedback]
    assert not queries.list_behind(requirement, for_user=make_user(Role.GUEST))
