"""What crosses between the tracks by itself, exactly once."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Cursor, Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import operations as handoffs
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import Decision
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations import Said

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def record(by: User, **over: object) -> Feedback:
    fields = {"customer": make_customer(), "product": make_product(), "verbatim": "It breaks."}
    return feedback_operations.record(said=Said(**(fields | over)), by=by, at=AT)  # type: ignore[arg-type]


def test_what_a_customer_said_becomes_a_requirement_by_itself() -> None:
    feedback = record(make_user(Role.SALESPERSON))

    drain()

    requirement = Requirement.objects.get()
    feedback.refresh_from_db()
    assert (requirement.title, requirement.description) == ("It breaks", "It breaks.")
    assert (requirement.customers_count, requirement.feedback_count) == (1, 1)
    assert feedback.state == "linked"
    assert feedback.handoffs.get().requirement == requirement


def test_the_requirement_names_what_caused_it() -> None:
    record(make_user(Role.SALESPERSON))

    drain()

    proposed = Entry.objects.get(kind="requirement.proposed")
    assert proposed.caused_by == Entry.objects.get(kind="feedback.recorded")


def test_reading_the_ledger_again_hands_nothing_over_twice() -> None:
    record(make_user(Role.SALESPERSON))
    drain()

    Cursor.objects.all().delete()
    drain()

    assert Requirement.objects.count() == Handoff.objects.count() == 1


def test_the_database_itself_refuses_a_second_handoff_for_a_product() -> None:
    feedback, requirement = make_feedback(), make_requirement()
    made = {
        "feedback": feedback,
        "product": requirement.product,
        "requirement": requirement,
        "way": "created",
        "made_at": AT,
    }
    Handoff.objects.create(**made)

    with pytest.raises(IntegrityError):
        Handoff.objects.create(**made)


@pytest.mark.parametrize("kind", ["praise", "question"])
def test_praise_and_questions_ask_for_nothing_to_be_built(kind: str) -> None:
    record(make_user(Role.SALESPERSON), kind=kind)

    drain()

    assert not Requirement.objects.exists()


def decided(*, recorder: User, owner: User) -> Requirement:
    record(recorder, customer=make_customer(owner=owner))
    drain()
    requirement = Requirement.objects.get()
    yes = Decision(decision="accepted", reason="many lines", customer_wording="We do it.")
    backlog.decide(requirement=requirement, decision=yes, by=make_user(Role.RND_LEAD), at=AT)
    return requirement


def test_the_decision_reaches_the_recorder_and_the_customers_owner_once_each() -> None:
    recorder, owner = make_user(Role.CSM), make_user(Role.SALESPERSON)
    decided(recorder=recorder, owner=owner)

    drain()
    Cursor.objects.all().delete()
    drain()

    told = Notification.objects.values_list("recipient_id", "told_by")
    assert sorted(told) == sorted(
        [(recorder.pk, "handoffs/decision"), (owner.pk, "handoffs/decision")]
    )


def test_who_records_for_an_own_customer_is_told_once() -> None:
    zhao = make_user(Role.SALESPERSON)
    decided(recorder=zhao, owner=zhao)

    drain()

    assert Notification.objects.count() == 1


def test_who_has_left_is_not_told() -> None:
    gone, owner = make_user(Role.CSM, is_active=True), make_user(Role.SALESPERSON)
    decided(recorder=gone, owner=owner)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    drain()

    assert [told.recipient for told in Notification.objects.all()] == [owner]


def test_a_moved_date_is_told() -> None:
    zhao = make_user(Role.SALESPERSON)
    requirement = decided(recorder=zhao, owner=zhao)
    lead = make_user(Role.RND_LEAD)
    backlog.move_date(requirement=requirement, before=None, to=date(2026, 12, 23), by=lead, at=AT)

    drain()

    told = set(Notification.objects.values_list("told_by", flat=True))
    assert told == {"handoffs/decision", "handoffs/date"}


def test_a_release_resolves_the_feedback_and_is_told_but_no_step_before_it() -> None:
    zhao, lead = make_user(Role.SALESPERSON), make_user(Role.RND_LEAD)
    requirement = decided(recorder=zhao, owner=zhao)
    for state in (State.IN_DEVELOPMENT, State.IN_TESTING, State.RELEASED):
        backlog.advance(requirement=requirement, to=state, by=lead, at=AT)

    drain()

    assert Feedback.objects.get().state == "resolved"
    told = list(Notification.objects.values_list("told_by", flat=True))
    assert told == ["handoffs/decision", "handoffs/release"]


def test_attached_feedback_is_told_of_its_new_requirement_only() -> None:
    zhao, lead = make_user(Role.SALESPERSON), make_user(Role.RND_LEAD)
    product = make_product()
    feedback = record(zhao, product=product)
    drain()
    first = Requirement.objects.get()
    backlog.prioritise(requirement=first, before=first.priority, priority=1, by=lead, at=AT)
    other = make_requirement(product=product)
    handoffs.attach(feedback=feedback, requirement=other, by=zhao, at=AT)

    no = Decision(decision="rejected", reason="covered elsewhere")
    backlog.decide(requirement=first, decision=no, by=lead, at=AT)
    drain()

    assert not Notification.objects.exists()
