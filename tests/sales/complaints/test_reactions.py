"""The clocks follow feedback, whoever changes it; and who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.complaints import NINE
from tests.factories.customers import make_customer
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.sla import make_terms
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry, ParkedEntry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.complaints import operations as acts
from twintrack.sales.complaints.causes import Cause
from twintrack.sales.complaints.models import Complaint, SlaClock
from twintrack.sales.complaints.watch import watch
from twintrack.sales.feedback import operations as feedback
from twintrack.sales.feedback.lifecycle import Route, State
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.sla import operations as plans
from twintrack.sales.sla.models import SlaPlan

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def say(by: User, at: datetime = NINE, **over: object) -> Feedback:
    told: dict[str, object] = {
        "customer": make_customer(),
        "product": make_product(),
        "verbatim": "The line stands still",
        "severity": "blocker",
        "occurred_at": at,
    } | over
    return feedback.record(said=feedback.Said(**told), by=by, at=at)  # type: ignore[arg-type]


def states(about: Feedback) -> dict[str, str]:
    clocks = SlaClock.objects.filter(complaint__feedback=about)
    return dict(clocks.values_list("kind", "state"))


def due(about: Feedback, kind: str = "resolution") -> datetime | None:
    return SlaClock.objects.get(complaint__feedback=about, kind=kind).due_at


def test_clocks_begin_with_a_complaint_and_end_when_it_is_none() -> None:
    csm = make_user(Role.CSM)
    heard = say(csm)
    say(csm, kind="praise")
    drain()
    assert Complaint.objects.count() == 1
    assert states(heard) == {"response": "running", "resolution": "running"}
    assert due(heard) == NINE + 8 * HOUR

    feedback.reclassify(feedback=heard, changes={"kind": "request"}, by=csm, at=NINE + HOUR)
    drain()
    assert set(states(heard).values()) == {"called_off"}
    assert Complaint.objects.get().ended_by == "kind"
    feedback.reclassify(feedback=heard, changes={"kind": "complaint"}, by=csm, at=NINE + 3 * HOUR)
    drain()
    # The two hours in which it was none are not taken.
    assert due(heard) == NINE + timedelta(days=1) + HOUR
    feedback.reclassify(feedback=heard, changes={"severity": "minor"}, by=csm, at=NINE + 4 * HOUR)
    drain()
    assert SlaClock.objects.get(kind="resolution").target_minutes == 72 * 60
    wish = say(csm, kind="request")
    drain()
    feedback.reclassify(feedback=wish, changes={"kind": "complaint"}, by=csm, at=NINE + HOUR)
    drain()
    assert due(wish) == NINE + 9 * HOUR
    assert not ParkedEntry.objects.exists()


def test_duplicates_and_what_is_withdrawn_have_no_clock_until_they_stand_for_themselves() -> None:
    csm = make_user(Role.CSM)
    first, second = say(csm), say(csm)
    feedback.mark_duplicate(feedback=second, original=first, by=csm, at=NINE + HOUR)
    feedback.withdraw(feedback=first, by=csm, at=NINE + HOUR)
    drain()
    assert {*states(first).values(), *states(second).values()} == {"called_off"}
    ends = Complaint.objects.order_by("pk").values_list("ended_by", flat=True)
    assert list(ends) == ["withdrawn", "duplicate"]

    feedback.undo_duplicate(feedback=second, by=csm, at=NINE + 2 * HOUR)
    feedback.restore(feedback=first, by=csm, at=NINE + 2 * HOUR)
    drain()
    assert due(first) == due(second) == NINE + 9 * HOUR
    watch(NINE + HOUR + 30 * MINUTE)


def test_an_answer_of_triage_is_a_response_and_a_state_set_elsewhere_stops_the_clock() -> None:
    csm, lin = make_user(Role.CSM), make_user(Role.PRODUCT_MANAGER)
    heard = say(csm)
    drain()
    feedback.triage(
        feedback=heard, route=Route.ANSWER, note="Restart it", by=lin, at=NINE + 10 * MINUTE
    )
    drain()
    complaint = Complaint.objects.get()
    assert (complaint.responded_by, complaint.reply) == (lin, "Restart it")
    assert states(heard) == {"response": "met", "resolution": "running"}

    feedback.move(feedback=heard, to=State.RESOLVED, by=csm, at=NINE + HOUR)
    drain()
    assert states(heard)["resolution"] == "met"
    feedback.move(feedback=heard, to=State.TRIAGED, by=csm, at=NINE + 2 * HOUR)
    drain()
    assert states(heard)["resolution"] == "running"
    assert due(heard) == NINE + 9 * HOUR
    kinds = Entry.objects.filter(kind__startswith="complaint.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "complaint.started",
        "complaint.answered",
        "complaint.resolved",
        "complaint.reopened",
    ]
    assert not ParkedEntry.objects.exists()


def test_clocks_that_run_from_when_it_happened_follow_its_correction() -> None:
    csm, manager = make_user(Role.CSM), make_user(Role.SALES_MANAGER)
    plan = SlaPlan.objects.get()
    terms = make_terms(starts_from="occurred")
    plans.change_plan(plan=plan, terms=terms, by=manager, at=NINE - 9 * HOUR)
    heard = say(csm, at=NINE + 2 * HOUR, occurred_at=NINE + HOUR)
    drain()
    assert due(heard) == NINE + 9 * HOUR

    feedback.change(feedback=heard, changes={"occurred_at": NINE}, by=csm, at=NINE + 3 * HOUR)
    drain()
    assert due(heard) == NINE + 8 * HOUR


def test_who_looks_after_it_is_told_and_then_their_manager_each_once() -> None:
    csm, engineer = make_user(Role.CSM), make_user(Role.ENGINEER)
    manager, other = make_user(Role.SALES_MANAGER), make_user(Role.SALES_MANAGER)
    boss = make_user(Role.EXECUTIVE)
    make_team(csm, manager)
    say(csm)
    drain()

    for hours in (1, 9, 9, 40, 40):
        watch(NINE + hours * HOUR)
        drain()

    def told(person: User) -> list[str]:
        rows = Notification.objects.filter(recipient=person).order_by("pk")
        return list(rows.values_list("told_by", flat=True))

    assert sorted(told(csm)) == ["complaints/breached"] * 2 + ["complaints/warned"] * 2
    assert told(manager) == ["complaints/escalated"] * 2
    assert told(boss) == ["complaints/escalated"]
    assert told(other) == told(engineer) == []


def test_what_broke_long_ago_is_written_down_and_told_to_nobody() -> None:
    csm = make_user(Role.CSM)
    say(csm, at=datetime(2026, 3, 3, 1, tzinfo=UTC))
    drain()

    watch(NINE)
    drain()

    assert Entry.objects.filter(kind="complaint.breached").count() == 2
    assert not Notification.objects.filter(recipient=csm).exists()


def test_what_people_did_before_the_worker_came_stays_as_they_left_it() -> None:
    csm = make_user(Role.CSM)
    heard = say(csm)
    drain()
    complaint = Complaint.objects.get()
    cause = Cause(words="Worn")

    # All of this before the worker reads any of it.
    acts.resolve(complaint=complaint, cause=cause, by=csm, at=NINE + HOUR)
    acts.reopen(complaint=complaint, why="Again", by=csm, at=NINE + 2 * HOUR)
    drain()
    assert (states(heard)["resolution"], Complaint.objects.get().reopened) == ("running", 1)
    acts.resolve(complaint=complaint, cause=cause, by=csm, at=NINE + 3 * HOUR)
    acts.reopen(complaint=complaint, why="Again", by=csm, at=NINE + 4 * HOUR)
    acts.resolve(complaint=complaint, cause=cause, by=csm, at=NINE + 5 * HOUR)
    drain()
    assert (states(heard)["resolution"], Complaint.objects.get().reopened) == ("met", 2)
    assert not ParkedEntry.objects.exists()
