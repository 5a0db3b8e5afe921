"""A review meeting: called, held by vote and decision, closed with minutes that stand."""

from datetime import timedelta

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.reviewing import AT, BEGINS, make_meeting
from tests.worker import drain
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Opinion
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.lifecycle import Outcome

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
YES = backlog.Decision(decision="accepted", reason="four lines stand still")


def test_a_meeting_goes_from_the_call_to_minutes_that_stand() -> None:
    lin, zhao, chen = (
        make_user(role) for role in (Role.PRODUCT_MANAGER, Role.SALESPERSON, Role.RND_LEAD)
    )
    first, second, third = (make_requirement() for _ in range(3))
    meeting = make_meeting(first, second, third, chair=lin, people=[zhao, chen])
    drain()
    # Who calls it is not told; being asked in a meeting tells nobody besides.
    assert {each.recipient for each in Notification.objects.all()} == {zhao, chen}

    operations.start(meeting=meeting, by=lin, at=BEGINS)
    drain()
    assert Notification.objects.count() == 2
    assert Opinion.objects.filter(request__requirement=first).count() == 3
    [one, two, _three] = queries.list_items(meeting, for_user=lin)
    operations.vote(
        item=one, view=backlog.View(verdict="for", comment="yes"), by=zhao, at=BEGINS + MINUTE
    )
    operations.write_minutes(
        meeting=meeting, item=one, before="", text="Test it first.", by=zhao, at=BEGINS + MINUTE
    )
    operations.decide_on(item=one, decision=YES, by=lin, at=BEGINS + 9 * MINUTE)
    operations.turn_to(item=two, by=lin, at=BEGINS + 10 * MINUTE)
    operations.add_follow_up(
        meeting=meeting, item=two, text="Measure it", owner=chen, by=lin, at=BEGINS + 11 * MINUTE
    )
    closed = operations.close(meeting=meeting, by=lin, at=BEGINS + 25 * MINUTE)
    drain()

    first.refresh_from_db()
    assert (closed.state, first.state) == ("closed", "accepted")
    items = list(queries.list_items(meeting, for_user=lin))
    assert [each.outcome for each in items] == ["decided", "discussed", "not_reached"]
    assert [each.spent_seconds for each in items] == [600, 900, 0]
    assert items[0].votes == [
        {"person_id": zhao.pk, "name": zhao.name, "verdict": "for", "comment": "yes"}
    ]
    assert {each.person for each in queries.list_participants(meeting) if each.came_at} == {
        lin,
        zhao,
    }
    told = Notification.objects.filter(recipient=chen).values_list("told_by", flat=True)
    assert set(told) == {"reviewing/invited", "reviewing/follow_up", "reviewing/minutes"}
    kinds = Entry.objects.filter(kind__startswith="review_meeting.").values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == [
        f"review_meeting.{what}"
        for what in (
            "called",
            "started",
            "presence_noted",
            "minutes_written",
            "item_settled",
            "turned",
            "follow_up_changed",
            "closed",
        )
    ]
    with pytest.raises(operations.MeetingOver):
        operations.write_minutes(
            meeting=meeting, item=one, before="Test it first.", text="x", by=lin, at=BEGINS
        )


def test_what_was_left_open_moves_on_to_another_meeting_or_to_a_new_one_a_week_later() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    first, second = make_requirement(), make_requirement()
    meeting = make_meeting(first, second, chair=lin)
    operations.start(meeting=meeting, by=lin, at=BEGINS)
    [one, two] = queries.list_items(meeting, for_user=lin)
    operations.change_item(item=two, minutes=25, presenter=lin, by=lin, at=BEGINS)
    operations.decide_on(item=one, decision=YES, by=lin, at=BEGINS)
    backlog.take_back(requirement=first, by=lin, at=BEGINS)
    with pytest.raises(StateNotReachable):
        operations.carry_over(meeting=meeting, by=lin, at=BEGINS)
    operations.close(meeting=meeting, by=lin, at=BEGINS)

    later = operations.carry_over(meeting=meeting, by=lin, at=BEGINS)

    assert later.starts_at == meeting.starts_at + timedelta(days=7)
    moved = list(queries.list_items(later, for_user=lin))
    # The decision on the first was taken back, so it is open too.
    assert [each.requirement for each in moved] == [first, second]
    assert moved[1].minutes == 25
    left = queries.list_items(meeting, for_user=lin)
    assert {each.moved_to for each in left} == {later}
    with pytest.raises(operations.NothingLeft):
        operations.carry_over(meeting=meeting, by=lin, at=BEGINS)


def test_the_agenda_is_put_together_ordered_and_taken_apart() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    first, second = make_requirement(), make_requirement()
    meeting = make_meeting(first, chair=lin)

    operations.put_on_agenda(meeting=meeting, requirements=[first, second], by=lin, at=AT)
    [one, two] = queries.list_items(meeting, for_user=lin)
    operations.move_item(item=two, steps=-5, by=lin, at=AT)
    assert list(queries.list_items(meeting, for_user=lin)) == [two, one]
    operations.take_off_agenda(item=one, by=lin, at=AT)
    assert [each.requirement for each in queries.list_items(meeting, for_user=lin)] == [second]
    changes = Entry.objects.filter(kind="review_meeting.agenda_changed").order_by("pk")
    assert [each.event.change for each in changes] == ["added", "moved", "removed"]
    with pytest.raises(operations.NotFit):
        operations.put_on_agenda(
            meeting=meeting, requirements=[make_requirement(state="planned")], by=lin, at=AT
        )
    operations.start(meeting=meeting, by=lin, at=BEGINS)
    operations.leave_undecided(item=two, by=lin, at=BEGINS)
    with pytest.raises(operations.DecidedThere):
        operations.take_off_agenda(item=two, by=lin, at=BEGINS)


def test_a_meeting_moves_gains_and_loses_people_and_is_called_off_with_a_reason() -> None:
    lin, zhao, sun = (
        make_user(role) for role in (Role.PRODUCT_MANAGER, Role.SALESPERSON, Role.SALES_MANAGER)
    )
    meeting = make_meeting(make_requirement(), chair=lin, people=[zhao])
    later = BEGINS + timedelta(hours=2)

    moved = operations.change(
        meeting=meeting,
        before={"starts_at": BEGINS},
        to={"starts_at": later},
        by=lin,
        at=AT,
    )
    with pytest.raises(StaleEdit):
        operations.change(
            meeting=meeting, before={"starts_at": BEGINS}, to={"starts_at": AT}, by=lin, at=AT
        )
    with pytest.raises(operations.ChairCannotDecide):
        operations.change(meeting=meeting, before={"chair": lin}, to={"chair": zhao}, by=lin, at=AT)
    operations.invite(meeting=meeting, people=[sun], by=lin, at=AT)
    with pytest.raises(ReasonMissing):
        operations.cancel(meeting=meeting, reason=" ", by=lin, at=AT)
    cancelled = operations.cancel(meeting=meeting, reason="all are at the fair", by=lin, at=AT)
    drain()

    assert (moved.revision, cancelled.revision, cancelled.state) == (1, 2, "cancelled")
    assert queries.list_items(meeting, for_user=lin)[0].outcome == Outcome.NOT_REACHED
    told = Notification.objects.values_list("recipient", "told_by")
    assert set(told) == {
        (zhao.pk, "reviewing/invited"),
        (zhao.pk, "reviewing/not_needed"),
        (sun.pk, "reviewing/invited"),
        (sun.pk, "reviewing/moved"),
        (sun.pk, "reviewing/cancelled"),
    }
    with pytest.raises(operations.MeetingOver):
        operations.invite(meeting=meeting, people=[zhao], by=lin, at=AT)


def test_who_may_not_and_what_cannot_be_is_refused() -> None:
    lin, zhao, guest = (
        make_user(role) for role in (Role.PRODUCT_MANAGER, Role.SALESPERSON, Role.ENGINEER)
    )
    meeting = make_meeting(make_requirement(), chair=lin, people=[zhao])
    [item] = queries.list_items(meeting, for_user=lin)
    view = backlog.View(verdict="for")

    with pytest.raises(operations.PastMeeting):
        make_meeting(starts_at=AT)
    with pytest.raises(operations.NotRunning):
        operations.vote(item=item, view=view, by=zhao, at=AT)
    with pytest.raises(NotAllowed):
        operations.start(meeting=meeting, by=zhao, at=BEGINS)
    with pytest.raises(operations.AgendaEmpty):
        operations.start(meeting=make_meeting(chair=lin), by=lin, at=BEGINS)
    operations.start(meeting=meeting, by=lin, at=BEGINS)
    with pytest.raises(StateNotReachable):
        operations.start(meeting=meeting, by=lin, at=BEGINS)
    with pytest.raises(operations.NotInvited):
        operations.vote(item=item, view=view, by=guest, at=BEGINS)
    with pytest.raises(NotAllowed):
        operations.write_minutes(meeting=meeting, before="", text="x", by=guest, at=BEGINS)
    with pytest.raises(NotAllowed):
        operations.decide_on(item=item, decision=YES, by=zhao, at=BEGINS)
    with pytest.raises(NotAllowed):
        operations.note_presence(
            participant=meeting.participants.get(person=lin), is_here=False, by=zhao, at=BEGINS
        )


def test_a_meeting_shows_nobody_what_they_may_not_see() -> None:
    lin, zhou = make_user(Role.EXECUTIVE), make_user(Role.ENGINEER)
    hidden = make_requirement(product=make_product(reach="teams"))
    meeting = make_meeting(hidden, chair=lin)

    assert not queries.list_meetings(for_user=zhou)
    operations.invite(meeting=meeting, people=[zhou], by=lin, at=AT)
    assert list(queries.list_meetings(for_user=zhou)) == [meeting]
    assert not queries.list_items(meeting, for_user=zhou)
    operations.start(meeting=meeting, by=lin, at=BEGINS)
    # Who may not see it is not asked about it either.
    assert {each.reviewer for each in Opinion.objects.all()} == {lin}
