"""The feed of what crosses between the tracks."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.projects import make_milestone
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.desk.between import list_crossings
from twintrack.helix.handoffs import operations as handoffs
from twintrack.hub.projects import operations as projects
from twintrack.rnd.backlog import operations as backlog

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def manager() -> User:
    return make_user(Role.PRODUCT_MANAGER)


def test_plans_that_one_milestone_started_are_one_piece_of_news(manager: User) -> None:
    make_template()
    milestone = make_milestone()
    requirement = make_requirement(product=milestone.project.product, milestone=milestone)
    for _each in range(3):
        feedback = make_feedback(product=requirement.product, customer=make_customer())
        handoffs.attach(feedback=feedback, requirement=requirement, by=manager, at=AT)
    projects.reach(milestone=milestone, by=manager, at=AT)
    drain()
    found = list_crossings(for_user=manager)

    assert found[0].entry.kind == "communication_plan.started"
    assert len(found[0].everybody) == 3
    assert [each.flow for each in found] == ["to-sales", "to-rnd", "to-rnd", "to-rnd"]


def test_what_nobody_waits_for_and_what_one_may_not_see_crosses_no_bar(manager: User) -> None:
    quiet = make_requirement()
    decision = backlog.Decision(decision="accepted", reason="cheap")
    backlog.decide(requirement=quiet, decision=decision, by=manager, at=AT)
    asked = make_requirement()
    feedback = make_feedback(product=asked.product)
    handoffs.attach(feedback=feedback, requirement=asked, by=manager, at=AT)
    backlog.move_date(requirement=asked, before=None, to=date(2026, 12, 18), by=manager, at=AT)

    assert [each.entry.kind for each in list_crossings(for_user=manager)] == [
        "requirement.date_moved",
        "handoff.made",
    ]
    asked.product.reach = "teams"
    asked.product.save()
    assert list_crossings(for_user=manager) == []
