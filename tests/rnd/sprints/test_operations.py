"""Work is planned into iterations, moved over their boards, and goes somewhere at their ends."""

from decimal import Decimal

import pytest

from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.rnd.sprints.conftest import Crew
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.automation import automation
from twintrack.hub.scheduling import operations as scheduling
from twintrack.rnd.iterations import operations as iterations
from twintrack.rnd.sprints import operations, queries
from twintrack.rnd.sprints.lifecycle import Decision, Lane
from twintrack.rnd.sprints.models import CommittedItem, Outcome, RetroVote
from twintrack.rnd.sprints.queries import list_facts, throughput_before
from twintrack.rnd.sprints.results import result_of
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State


def told(kind: str) -> list[Entry]:
    return list(Entry.objects.filter(kind=kind).order_by("pk"))


def test_work_is_taken_into_an_iteration_and_back_but_never_unseen(crew: Crew) -> None:
    item, other = crew.item(iteration=None), crew.item()

    placed = operations.place(
        item=item, iteration=crew.iteration, seen=None, before=other, **crew.who
    )

    assert placed.iteration == crew.iteration
    assert placed.rank < other.rank
    with pytest.raises(StaleEdit) as stale:
        operations.place(item=item, iteration=crew.following, seen=None, **crew.who)
    assert stale.value.current == crew.iteration
    back = operations.place(item=item, iteration=None, seen=crew.iteration, **crew.who)
    assert back.iteration is None
    assert len(told("work_item.changed")) == 2
    with pytest.raises(NotAllowed):
        operations.place(item=item, iteration=None, by=make_user(Role.CSM), at=crew.now)


def test_a_limit_is_only_told_unless_the_team_says_that_it_is_firm_and_then_everywhere(
    crew: Crew,
) -> None:
    team = crew.iteration.team
    first, second, third, fourth = (crew.item() for _each in range(4))
    to = State.IN_PROGRESS
    for _again in range(2):
        operations.set_policy(
            team=team, limits={"in_progress": 1, "todo": 4}, is_firm=False, **crew.who
        )
    [entry] = told("iteration.board_policy_set")
    assert entry.payload["limits"] == {"in_progress": 1}
    for item in (first, second):
        work.move(item=item, to=to, seen="todo", **crew.who)
    operations.set_policy(team=team, limits={"in_progress": 2}, is_firm=True, **crew.who)
    with pytest.raises(operations.LimitReached, match="2 at most"):
        work.move(item=third, to=to, **crew.who)
    with pytest.raises(StaleEdit):
        work.move(item=first, to=State.DONE, seen="in_review", **crew.who)
    said = call_as(user=crew.alice).post(f"/work-items/{third.number}/state", {"state": to})
    assert (said.status_code, said.json()["code"]) == (409, "limit-reached")
    work.move(item=first, to=State.DONE, **crew.who)
    # Many at once find as many places as there are; what hosts tell is a fact, and undo is undo.
    elsewhere = crew.item(iteration=None)
    outcome = work.change_many(items=[third, fourth, elsewhere, second], change=to, **crew.who)
    assert outcome.changed == [third, elsewhere]
    assert [(item, type(why)) for item, why in outcome.refused] == [
        (fourth, operations.LimitReached)
    ]
    assert outcome.unchanged == [second]
    work.move(item=fourth, to=to, by=automation(), at=crew.now)
    [entry] = work.change_many(items=[fourth], change=State.DONE, **crew.who).entries
    assert work.undo(first=entry.pk, last=entry.pk, **crew.who)
    with pytest.raises(NotAllowed):
        work.move(item=third, to=State.DONE, by=make_user(Role.SALESPERSON), at=crew.now)


def test_an_iteration_ends_when_it_is_decided_where_open_work_goes(crew: Crew) -> None:
    done, moved, dropped, out = (crew.item(points) for points in (5, 3, 2, 1))
    crew.start()
    assert CommittedItem.objects.count() == 4
    late = crew.item(8)
    operations.place(item=out, iteration=None, **crew.who)
    crew.move(done, State.DONE)
    crew.edit(moved, points=4)

    closed = operations.close_iteration(
        iteration=crew.iteration,
        decisions={moved.pk: Decision.NEXT, dropped.pk: Decision.BACKLOG},
        others=Decision.NEXT,
        **crew.who,
    )

    assert closed.state == "completed"
    for item, where in ((moved, crew.following), (dropped, None), (late, crew.following)):
        item.refresh_from_db()
        assert item.iteration == where
    result = result_of(closed)
    assert (result.committed.points, result.committed.items) == (11, 4)
    assert (result.done.points, result.done_committed.points) == (5, 5)
    assert (result.added.points, result.removed.points) == (8, 1)
    # What is carried counts with the points it has by now.
    assert (result.carried.points, result.carried.items) == (14, 3)
    assert result.predictability == 45
    [noted] = told("iteration.result_noted")
    assert (noted.payload["committed_points"], noted.payload["carried_items"]) == ("11.0", 3)
    carried = told("iteration.item_carried")
    assert [each.payload["decision"] for each in carried] == ["next", "backlog", "next"]
    [facts] = list_facts(team=crew.iteration.team)
    assert (facts.number, facts.result) == (closed.number, result)
    assert throughput_before(crew.following).values == (5.0,)
    drain()
    about = Notification.objects.filter(told_by="sprints/carried")
    assert {each.recipient for each in about} == {crew.bob}


def test_an_iteration_does_not_end_while_work_in_it_is_undecided(crew: Crew) -> None:
    first, second = crew.item(), crew.item()
    with pytest.raises(StateNotReachable):
        operations.close_iteration(
            iteration=crew.iteration, decisions={}, others=Decision.BACKLOG, **crew.who
        )
    crew.start()
    with pytest.raises(operations.Undecided, match="2 work items"):
        iterations.complete_iteration(iteration=crew.iteration, **crew.who)
    with pytest.raises(operations.Undecided, match="1 work item"):
        operations.close_iteration(
            iteration=crew.iteration, decisions={first.pk: Decision.NEXT}, **crew.who
        )
    assert not Outcome.objects.exists()
    second.refresh_from_db()
    assert second.iteration == crew.iteration


def test_carrying_over_is_counted_per_item_and_needs_somewhere_to_go(crew: Crew) -> None:
    item = crew.item(assignee=None)
    crew.start()
    choose = {"decisions": {item.pk: Decision.NEXT}}
    operations.close_iteration(iteration=crew.iteration, **choose, **crew.who)
    crew.start(crew.following)
    with pytest.raises(operations.NextMissing):
        operations.close_iteration(iteration=crew.following, **choose, **crew.who)
    with pytest.raises(NotAllowed):
        operations.close_iteration(
            iteration=crew.following, **choose, by=make_user(Role.CSM), at=crew.now
        )
    operations.close_iteration(
        iteration=crew.following, decisions={item.pk: Decision.BACKLOG}, **crew.who
    )
    assert [each.payload["times"] for each in told("iteration.item_carried")] == [1, 2]


def test_work_of_a_cancelled_iteration_waits_in_the_backlog(crew: Crew) -> None:
    waiting, done = crew.item(), crew.item()
    crew.move(done, State.DONE)
    iterations.cancel_iteration(iteration=crew.iteration, reason="no bench", **crew.who)
    waiting.refresh_from_db()
    done.refresh_from_db()
    assert (waiting.iteration, done.iteration) == (None, crew.iteration)


def test_who_is_overbooked_is_told_at_the_start_and_when_leave_comes_in(crew: Crew) -> None:
    crew.item(estimate_hours=Decimal(79))
    crew.start()
    drain()
    told_of = Notification.objects.filter(told_by="sprints/overbooked")
    assert not told_of.exists()
    details = scheduling.LeaveDetails(
        person=crew.bob,
        kind="annual",
        start_on=crew.iteration.end_on - (crew.iteration.end_on - crew.iteration.start_on) / 2,
        end_on=crew.iteration.end_on,
    )
    scheduling.enter_leave(details=details, by=crew.bob, at=crew.now)
    drain()
    [notice] = told_of
    assert notice.recipient == crew.bob
    assert notice.details["hours"] == "79.0"


def test_a_retrospective_is_written_voted_on_and_its_actions_become_work(crew: Crew) -> None:
    crew.item()
    say = {"iteration": crew.iteration}
    well = operations.write_note(**say, lane=Lane.WELL, text=" Fast  CI ", **crew.who)
    action = operations.write_note(**say, lane=Lane.ACTION, text="Soak nightly", **crew.who)
    assert well.text == "Fast CI"
    with pytest.raises(operations.TextMissing):
        operations.write_note(**say, lane=Lane.WELL, text=" ", **crew.who)
    for is_for in (True, True, False, True):
        operations.vote(note=well, is_for=is_for, by=crew.bob, at=crew.now)
    assert RetroVote.objects.count() == 1
    assert len(told("retrospective.voted")) == 3

    with pytest.raises(operations.NotAnAction):
        operations.take_up(note=well, product=crew.product, **crew.who)
    with pytest.raises(operations.ProductMissing):
        operations.take_up(note=action, product=None, **crew.who)
    item = operations.take_up(note=action, product=crew.product, **crew.who)
    assert (item.title, item.iteration) == ("Soak nightly", crew.following)
    with pytest.raises(operations.TakenUpAlready):
        operations.take_up(note=action, product=crew.product, **crew.who)
    with pytest.raises(operations.NotYours):
        operations.remove_note(note=well, by=crew.bob, at=crew.now)
    for _again in range(2):
        operations.remove_note(note=well, **crew.who)
    assert len(told("retrospective.note_removed")) == 1

    review = operations.note_review(**say, before="", notes="Shown", **crew.who)
    assert operations.note_review(**say, before="x", notes="Shown", **crew.who) == review
    with pytest.raises(StaleEdit):
        operations.note_review(**say, before="", notes="Other", **crew.who)
    guest = {"by": make_user(Role.CSM), "at": crew.now}
    for act in (
        lambda: operations.note_review(**say, before="", notes="x", **guest),
        lambda: operations.write_note(**say, lane=Lane.WELL, text="x", **guest),
        lambda: operations.vote(note=action, is_for=True, **guest),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_is_reopened_after_its_iteration_waits_to_be_planned_once_more(crew: Crew) -> None:
    item = crew.item()
    crew.start()
    crew.move(item, State.DONE)
    operations.close_iteration(iteration=crew.iteration, decisions={}, **crew.who)
    crew.move(item, State.TODO)

    assert list(queries.list_backlog(for_user=crew.alice)) == [item]
    operations.place(item=item, iteration=crew.following, seen=crew.iteration.pk, **crew.who)
    assert not queries.list_backlog(for_user=crew.alice).exists()
