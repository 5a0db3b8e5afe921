"""Feedback is looked at by a person, sent on, set aside, and all of it can be taken back."""

from datetime import UTC, datetime

import pytest

from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.sales.feedback import operations
from twintrack.sales.feedback.lifecycle import Route, State
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def newest() -> Entry:
    entry = Entry.objects.order_by("-pk").first()
    assert entry is not None
    return entry


def test_triage_sends_feedback_to_r_and_d() -> None:
    feedback, alice = make_feedback(), make_user(Role.PRODUCT_MANAGER)

    done = operations.triage(feedback=feedback, route=Route.RND, by=alice, at=AT)

    assert (done.state, done.triaged_by, done.triaged_at) == (State.TRIAGED, alice, AT)
    assert newest().kind == "feedback.triaged"
    assert newest().payload["came_from"] == "new"
    assert not Feedback.objects.to_triage().exists()


def test_what_reached_r_and_d_by_itself_stays_there_when_a_person_agrees() -> None:
    feedback = make_feedback(state="linked")
    assert Feedback.objects.to_triage().get() == feedback

    done = operations.triage(
        feedback=feedback, route=Route.RND, by=make_user(Role.PRODUCT_MANAGER), at=AT
    )

    assert done.state == State.LINKED
    assert not Feedback.objects.to_triage().exists()


def test_an_answer_without_r_and_d_is_kept_and_silence_is_no_answer() -> None:
    feedback, alice = make_feedback(kind="question"), make_user(Role.CSM)

    with pytest.raises(operations.AnswerMissing):
        operations.triage(feedback=feedback, route=Route.ANSWER, note=" ", by=alice, at=AT)
    done = operations.triage(
        feedback=feedback, route=Route.ANSWER, note="See page 12", by=alice, at=AT
    )

    assert (done.state, done.note) == (State.TRIAGED, "See page 12")
    assert newest().payload["route"] == "answer"


@pytest.mark.parametrize("state", ["new", "linked"])
def test_triage_is_undone_to_the_state_before(state: str) -> None:
    feedback, alice = make_feedback(state=state), make_user(Role.CSM)
    operations.triage(feedback=feedback, route=Route.ANSWER, note="told", by=alice, at=AT)

    back = operations.undo_triage(feedback=feedback, by=alice, at=AT)

    assert (back.state, back.triaged_at, back.note) == (state, None, "")
    assert newest().kind == "feedback.triage_undone"
    with pytest.raises(operations.NotSetAside):
        operations.undo_triage(feedback=feedback, by=alice, at=AT)


def test_a_duplicate_points_to_its_original_and_stands_for_itself_again() -> None:
    original, feedback, alice = make_feedback(), make_feedback(state="linked"), make_user(Role.CSM)

    marked = operations.mark_duplicate(feedback=feedback, original=original, by=alice, at=AT)
    assert (marked.state, marked.duplicate_of) == (State.DUPLICATE, original)
    assert newest().payload["original_number"] == original.number

    back = operations.undo_duplicate(feedback=feedback, by=alice, at=AT)
    assert (back.state, back.duplicate_of) == (State.LINKED, None)
    assert newest().kind == "feedback.duplicate_undone"
    with pytest.raises(operations.NotSetAside):
        operations.undo_duplicate(feedback=feedback, by=alice, at=AT)


def test_duplicates_form_no_chains_and_no_circles() -> None:
    first, second, third = make_feedback(), make_feedback(), make_feedback()
    alice = make_user(Role.CSM)
    operations.mark_duplicate(feedback=third, original=second, by=alice, at=AT)

    operations.mark_duplicate(feedback=second, original=first, by=alice, at=AT)

    third.refresh_from_db()
    assert third.duplicate_of == first
    for repeats in (first, third):
        with pytest.raises(operations.DuplicateOfItself):
            operations.mark_duplicate(feedback=first, original=repeats, by=alice, at=AT)


def test_withdrawn_feedback_can_be_restored() -> None:
    feedback, alice = make_feedback(state="linked"), make_user(Role.CSM)

    gone = operations.withdraw(feedback=feedback, reason="wrong customer", by=alice, at=AT)
    assert (gone.state, gone.note) == (State.WITHDRAWN, "wrong customer")
    assert newest().payload["reason"] == "wrong customer"
    with pytest.raises(StateNotReachable):
        operations.withdraw(feedback=feedback, by=alice, at=AT)

    back = operations.restore(feedback=feedback, by=alice, at=AT)
    assert (back.state, back.note) == (State.LINKED, "")
    assert newest().kind == "feedback.restored"
    with pytest.raises(operations.NotSetAside):
        operations.restore(feedback=feedback, by=alice, at=AT)


def test_whoever_recorded_feedback_may_withdraw_it_and_other_engineers_may_not() -> None:
    alice, bob = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    feedback = make_feedback(recorded_by=alice)

    with pytest.raises(NotAllowed):
        operations.withdraw(feedback=feedback, by=bob, at=AT)

    assert operations.withdraw(feedback=feedback, by=alice, at=AT).state == State.WITHDRAWN


def test_settled_feedback_is_neither_triaged_nor_marked_nor_withdrawn() -> None:
    feedback, alice = make_feedback(state="resolved"), make_user(Role.CSM)

    with pytest.raises(StateNotReachable):
        operations.triage(feedback=feedback, route=Route.RND, by=alice, at=AT)
    with pytest.raises(StateNotReachable):
        operations.mark_duplicate(feedback=feedback, original=make_feedback(), by=alice, at=AT)
    with pytest.raises(StateNotReachable):
        operations.withdraw(feedback=feedback, by=alice, at=AT)

    assert not Entry.objects.exists()


def test_engineers_do_not_triage() -> None:
    feedback, bob = make_feedback(), make_user(Role.ENGINEER)

    with pytest.raises(NotAllowed):
        operations.triage(feedback=feedback, route=Route.RND, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.mark_duplicate(feedback=feedback, original=make_feedback(), by=bob, at=AT)


def test_several_are_triaged_or_none() -> None:
    alice = make_user(Role.CSM)
    fine, settled = make_feedback(), make_feedback(state="resolved")

    with pytest.raises(StateNotReachable):
        operations.triage_all(feedback=[fine, settled], route=Route.RND, by=alice, at=AT)
    fine.refresh_from_db()
    assert fine.state == State.NEW

    operations.triage_all(feedback=[fine], route=Route.RND, by=alice, at=AT)
    operations.withdraw_all(feedback=[fine], by=alice, at=AT)
    fine.refresh_from_db()
    assert fine.state == State.WITHDRAWN
