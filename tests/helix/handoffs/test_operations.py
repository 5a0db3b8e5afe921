"""Handing over by hand and moving to where it belongs."""

from datetime import UTC, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.helix.handoffs import operations
from twintrack.helix.handoffs.events import HandoffMoved
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_handing_over_twice_gives_the_same_requirement() -> None:
    feedback, alice = make_feedback(), make_user(Role.CSM)

    first = operations.hand_over(feedback=feedback, by=alice, at=AT)
    second = operations.hand_over(feedback=feedback, by=alice, at=AT)

    assert first == second


def test_what_is_withdrawn_is_not_handed_over_until_it_is_restored() -> None:
    feedback, alice = make_feedback(), make_user(Role.CSM)
    feedback_operations.withdraw(feedback=feedback, by=make_user(Role.PRODUCT_MANAGER), at=AT)

    with pytest.raises(operations.SetAside):
        operations.hand_over(feedback=feedback, by=alice, at=AT)

    assert not Requirement.objects.exists()
    feedback_operations.restore(feedback=feedback, by=make_user(Role.PRODUCT_MANAGER), at=AT)
    assert operations.hand_over(feedback=feedback, by=alice, at=AT).requirement


def test_moving_counts_both_requirements_again() -> None:
    product, alice = make_product(), make_user(Role.CSM)
    feedback = make_feedback(product=product)
    first = operations.hand_over(feedback=feedback, by=alice, at=AT).requirement
    other = make_requirement(product=product)

    operations.attach(feedback=feedback, requirement=other, by=alice, at=AT)

    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.feedback_count, other.feedback_count) == (0, 1)
    moved = Entry.objects.get(kind="handoff.moved").event
    assert isinstance(moved, HandoffMoved)
    assert (moved.came_from_number, moved.requirement_number) == (first.number, other.number)


def test_two_pieces_of_feedback_of_one_customer_count_one_customer() -> None:
    requirement, alice = make_requirement(), make_user(Role.CSM)
    first = make_feedback(product=requirement.product)
    second = make_feedback(product=requirement.product, customer=first.customer)

    for feedback in (first, second):
        operations.attach(feedback=feedback, requirement=requirement, by=alice, at=AT)

    requirement.refresh_from_db()
    assert (requirement.customers_count, requirement.feedback_count) == (1, 2)


def test_the_same_requirement_or_another_product_is_refused() -> None:
    requirement, alice = make_requirement(), make_user(Role.CSM)
    feedback = make_feedback(product=requirement.product)
    operations.attach(feedback=feedback, requirement=requirement, by=alice, at=AT)

    with pytest.raises(operations.HandedOverAlready):
        operations.attach(feedback=feedback, requirement=requirement, by=alice, at=AT)
    with pytest.raises(operations.OtherProduct):
        operations.attach(feedback=feedback, requirement=make_requirement(), by=alice, at=AT)


def test_an_engineer_does_not_move_feedback() -> None:
    requirement = make_requirement()
    feedback = make_feedback(product=requirement.product)

    with pytest.raises(NotAllowed):
        operations.attach(
            feedback=feedback, requirement=requirement, by=make_user(Role.ENGINEER), at=AT
        )
