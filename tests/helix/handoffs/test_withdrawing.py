"""What was made by itself of feedback goes with it, unless somebody has done anything with it."""

from datetime import UTC, datetime

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import operations as handoffs
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import Decision
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations import Said
from twintrack.sales.feedback.queries import find_untouched

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def alice() -> User:
    return make_user(Role.CSM)


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


def handed_over(by: User, verbatim: str = "It breaks.") -> Feedback:
    said = Said(customer=make_customer(), product=make_product(), verbatim=verbatim)
    feedback = feedback_operations.record(said=said, by=by, at=AT)
    drain()
    return feedback


def withdraw(feedback: Feedback, by: User) -> Requirement:
    feedback_operations.withdraw(feedback=feedback, reason="", by=by, at=AT)
    drain()
    return Requirement.objects.get()


def test_it_goes_with_its_feedback_and_comes_back_with_it(alice: User) -> None:
    feedback = handed_over(alice)

    assert withdraw(feedback, alice).state == State.WITHDRAWN

    feedback_operations.restore(feedback=feedback, by=alice, at=AT)
    drain()
    assert Requirement.objects.get().state == State.PROPOSED


def test_it_stays_where_a_person_has_done_anything_with_it(alice: User, lead: User) -> None:
    feedback = handed_over(alice)
    backlog.rename(
        requirement=Requirement.objects.get(), before="It breaks", title="Belt", by=lead, at=AT
    )

    assert withdraw(feedback, alice).state == State.PROPOSED


def test_it_stays_while_another_customer_waits(alice: User, lead: User) -> None:
    feedback = handed_over(alice)
    requirement = Requirement.objects.get()
    said = Said(
        customer=make_customer(), product=requirement.product, verbatim="Praise", kind="praise"
    )
    other = feedback_operations.record(said=said, by=alice, at=AT)
    handoffs.attach(feedback=other, requirement=requirement, by=lead, at=AT)

    assert withdraw(feedback, alice).state == State.PROPOSED


def test_feedback_whose_requirement_was_decided_is_not_untouched(alice: User, lead: User) -> None:
    decided, other = handed_over(alice), handed_over(alice, "The screen is dark.")
    requirement = Requirement.objects.get(handoffs__feedback=decided)
    yes = Decision(decision="accepted", reason="worth it")
    backlog.decide(requirement=requirement, decision=yes, by=lead, at=AT)
    drain()

    assert find_untouched([decided.pk, other.pk]) == [other]


def test_a_person_may_bring_it_back(alice: User, lead: User) -> None:
    requirement = withdraw(handed_over(alice), alice)

    again = backlog.advance(requirement=requirement, to=State.PROPOSED, by=lead, at=AT)

    assert again.state == State.PROPOSED
