"""What customers said follows its requirement, and goes back with it."""

from datetime import UTC, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.helix.handoffs import following
from twintrack.helix.handoffs import operations as handoffs
from twintrack.helix.handoffs.models import Handoff, MergedHandoff
from twintrack.helix.handoffs.queries import standing_for
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import Decision
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
YES = Decision(decision="accepted", reason="lines stand still", customer_wording="We do it.")


def said_behind(requirement: Requirement, **over: object) -> Feedback:
    feedback = make_feedback(product=requirement.product, **over)
    lead = make_user(Role.RND_LEAD)
    handoffs.attach(feedback=feedback, requirement=requirement, by=lead, at=AT)
    return feedback


def pair(product: Product | None = None) -> tuple[Requirement, Requirement]:
    product = product or make_product()
    return make_requirement(product=product), make_requirement(product=product)


def stands_behind(feedback: Feedback) -> Requirement:
    return Handoff.objects.get(feedback=feedback).requirement


def test_feedback_follows_a_merge_and_is_counted_where_it_is() -> None:
    source, target = pair()
    lin = make_user(Role.PRODUCT_MANAGER)
    feedback, other = said_behind(source), said_behind(target)

    backlog.merge(sources=[source], target=target, by=lin, at=AT)
    drain()

    assert stands_behind(feedback) == stands_behind(other) == target
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.feedback_count, target.feedback_count, target.customers_count) == (0, 2, 2)
    moved = Entry.objects.get(kind="handoff.moved")
    assert moved.caused_by == Entry.objects.get(kind="requirement.merged")


def test_the_owner_of_a_waiting_customer_is_told_of_the_targets_decision_once() -> None:
    source, target = pair()
    zhao, lin = make_user(Role.SALESPERSON), make_user(Role.PRODUCT_MANAGER)
    said_behind(source, customer=make_customer(owner=zhao), recorded_by=zhao)

    backlog.merge(sources=[source], target=target, by=lin, at=AT)
    drain()
    backlog.decide(requirement=target, decision=YES, by=lin, at=AT)
    drain()

    told = Notification.objects.filter(recipient=zhao, told_by="handoffs/decision")
    assert told.count() == 1


def test_feedback_goes_back_with_its_requirement_but_for_what_people_moved() -> None:
    source, target = pair()
    third = make_requirement(product=source.product)
    lin = make_user(Role.PRODUCT_MANAGER)
    stays, moved = said_behind(source), said_behind(source)
    backlog.merge(sources=[source], target=target, by=lin, at=AT)
    drain()
    handoffs.attach(feedback=moved, requirement=third, by=lin, at=AT)

    backlog.unmerge(requirement=source, by=lin, at=AT)
    drain()

    assert (stands_behind(stays), stands_behind(moved)) == (source, third)
    source.refresh_from_db()
    assert source.feedback_count == 1
    assert not MergedHandoff.objects.exists()


def test_a_merge_taken_back_at_once_leaves_everything_as_it_was() -> None:
    source, target = pair()
    lin, feedback = make_user(Role.PRODUCT_MANAGER), said_behind(source)

    backlog.merge(sources=[source], target=target, by=lin, at=AT)
    backlog.unmerge(requirement=source, by=lin, at=AT)
    drain()

    assert stands_behind(feedback) == source


def test_feedback_finds_its_way_back_through_two_merges() -> None:
    first, second = pair()
    third = make_requirement(product=first.product)
    lin, feedback = make_user(Role.PRODUCT_MANAGER), said_behind(first)
    backlog.merge(sources=[first], target=second, by=lin, at=AT)
    backlog.merge(sources=[second], target=third, by=lin, at=AT)
    drain()
    assert stands_behind(feedback) == third
    first.refresh_from_db()
    assert standing_for(first) == third

    backlog.unmerge(requirement=first, by=lin, at=AT)
    drain()

    assert stands_behind(feedback) == first


def test_what_is_attached_to_a_merged_requirement_goes_to_the_one_that_stands_for_it() -> None:
    source, target = pair()
    lin = make_user(Role.PRODUCT_MANAGER)
    backlog.merge(sources=[source], target=target, by=lin, at=AT)
    source.refresh_from_db()

    feedback = said_behind(source)

    assert stands_behind(feedback) == target


def test_feedback_is_distributed_to_the_parts() -> None:
    whole, _other = pair()
    lin = make_user(Role.PRODUCT_MANAGER)
    goes, stays = said_behind(whole), said_behind(whole)
    part, _second = backlog.split(requirement=whole, titles=["A", "B"], by=lin, at=AT)

    moved = following.distribute(requirement=whole, choices={goes.pk: part.pk}, by=lin, at=AT)

    assert moved == 1
    assert (stands_behind(goes), stands_behind(stays)) == (part, whole)


def test_feedback_goes_only_to_parts_and_not_by_everybody() -> None:
    whole, other = pair()
    feedback = said_behind(whole)

    with pytest.raises(following.NotAPart):
        following.distribute(
            requirement=whole,
            choices={feedback.pk: other.pk},
            by=make_user(Role.PRODUCT_MANAGER),
            at=AT,
        )
    with pytest.raises(NotAllowed):
        following.distribute(requirement=whole, choices={}, by=make_user(Role.ENGINEER), at=AT)
    assert stands_behind(feedback) == whole


def test_who_was_told_a_decision_is_told_that_it_does_not_hold_any_more() -> None:
    requirement = make_requirement()
    zhao, lin = make_user(Role.SALESPERSON), make_user(Role.PRODUCT_MANAGER)
    said_behind(requirement, customer=make_customer(owner=zhao), recorded_by=zhao)
    backlog.decide(requirement=requirement, decision=YES, by=lin, at=AT)

    backlog.take_back(requirement=requirement, by=lin, at=AT)
    drain()

    told = Notification.objects.filter(recipient=zhao).order_by("pk")
    assert [each.told_by for each in told] == ["handoffs/decision", "handoffs/reopened"]
