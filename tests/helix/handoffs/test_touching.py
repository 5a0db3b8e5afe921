"""Customers, salespeople, opportunities and plans that a change of a requirement touches."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.projects import make_milestone, make_project
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog.impact import Move, Supposed, Touched, find_impact
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def waited_for() -> Requirement:
    zhao = make_user(Role.SALESPERSON, name="Zhao")
    customer = make_customer(name="Ninghai", owner=zhao)
    requirement = make_requirement(state="planned", planned_on=date(2026, 12, 1))
    project = make_project(product=requirement.product)
    requirement.milestone = make_milestone(project=project)
    requirement.save()
    feedback = make_feedback(customer=customer, product=requirement.product)
    Handoff.objects.create(
        feedback=feedback,
        product=requirement.product,
        requirement=requirement,
        way="attached",
        made_at=AT,
    )
    make_opportunity(
        customer=customer,
        owner=zhao,
        amount=Decimal(4_860_000),
        expected_close_on=date(2026, 12, 10),
    )
    return requirement


def touched(requirement: Requirement, move: Move, *, by: User) -> dict[str, Touched]:
    supposed = Supposed(requirement=requirement, move=move, to=date(2026, 12, 15))
    return {each.kind: each for each in find_impact(supposed, for_user=by).touched}


def test_who_waits_longer_who_has_to_tell_them_and_what_they_may_buy(
    waited_for: Requirement,
) -> None:
    told = touched(waited_for, Move.DATE, by=make_user(Role.PRODUCT_MANAGER))

    assert (told["customer"].title, told["customer"].effect) == ("Ninghai", "Waits 14 days longer")
    assert told["user"].effect == "Has to tell Ninghai"
    assert told["opportunity"].effect == "Is to close before that day"
    assert told["opportunity"].amount == "¥4.86\u2009M"
    assert told["communication_plan"].effect == "Starts later"
    dropped = touched(waited_for, Move.DROP, by=make_user(Role.PRODUCT_MANAGER))
    assert (dropped["customer"].effect, dropped["customer"].tone) == ("Waits in vain", "bad")


def test_who_may_not_see_amounts_sees_bands_and_no_opportunities(waited_for: Requirement) -> None:
    told = touched(waited_for, Move.DATE, by=make_user(Role.RND_LEAD))

    assert "opportunity" not in told
    assert told["customer"].amount == "¥1\u2009M–5\u2009M"
