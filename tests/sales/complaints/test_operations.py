"""The clocks of complaints: what stops them, lets them stand still and run on."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.factories.complaints import NINE, make_complaint
from tests.factories.people import make_user
from tests.factories.sla import make_plan
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.complaints import operations
from twintrack.sales.complaints.models import Complaint, SlaClock
from twintrack.sales.complaints.operations import Cause
from twintrack.sales.complaints.watch import watch
from twintrack.sales.sla.models import SlaPauseReason, SlaPlan

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CAUSE = Cause(words="A worn bearing")


def clock_of(complaint: Complaint, kind: str = "resolution") -> SlaClock:
    return SlaClock.objects.get(complaint=complaint, kind=kind)


def reason_of(complaint: Complaint) -> SlaPauseReason:
    return complaint.version.pause_reasons.order_by("position")[0]


def told(*kinds: str) -> Counter[str]:
    entries = Entry.objects.filter(kind__startswith="complaint.")
    found = Counter(entries.values_list("kind", flat=True))
    return Counter({kind: found[kind] for kind in kinds} if kinds else found)


def csm() -> User:
    return make_user(Role.CSM)


def test_both_clocks_run_by_the_plan_that_held_then() -> None:
    complaint = make_complaint()

    assert clock_of(complaint, "response").due_at == NINE + 30 * MINUTE
    assert clock_of(complaint).due_at == NINE + 8 * HOUR
    entry = Entry.objects.get(kind="complaint.started")
    assert (entry.payload["version"], entry.payload["severity"]) == (1, "blocker")
    assert (entry.about_kind, entry.about_id) == ("feedback", complaint.feedback_id)


def test_a_pause_moves_what_is_due_and_a_late_answer_needs_a_reason() -> None:
    complaint, by = make_complaint(), csm()

    operations.pause(complaint=complaint, reason=reason_of(complaint), by=by, at=NINE + 10 * MINUTE)
    assert {each.state for each in complaint.clocks.all()} == {"paused"}
    assert clock_of(complaint).due_at is None
    watch(NINE + 6 * HOUR)
    assert not told("complaint.warned")["complaint.warned"]
    with pytest.raises(operations.PausedAlready):
        operations.pause(complaint=complaint, reason=reason_of(complaint), by=by, at=NINE + HOUR)
    operations.resume(complaint=complaint, by=by, at=NINE + 2 * HOUR)
    assert clock_of(complaint, "response").due_at == NINE + 2 * HOUR + 20 * MINUTE
    # Two of the eight hours are left at six in the evening.
    assert clock_of(complaint).due_at == NINE + timedelta(days=1) + 50 * MINUTE
    with pytest.raises(operations.NotPaused):
        operations.resume(complaint=complaint, by=by, at=NINE + 3 * HOUR)
    late = NINE + 3 * HOUR
    with pytest.raises(operations.BreachUnexplained):
        operations.respond(complaint=complaint, reply="We look at it.", by=by, at=late)
    assert not told("complaint.breached")["complaint.breached"]
    operations.respond(complaint=complaint, reply="We look.", why="All ill", by=by, at=late)

    response = clock_of(complaint, "response")
    assert (response.state, response.took_minutes) == ("missed", 70)
    assert response.breach_note == "All ill"
    assert told("complaint.warned", "complaint.breached", "complaint.answered") == {
        "complaint.warned": 1,
        "complaint.breached": 1,
        "complaint.answered": 1,
    }
    with pytest.raises(operations.AnsweredAlready):
        operations.respond(complaint=complaint, reply="Again", by=by, at=late)


def test_each_signal_is_given_once_whatever_is_asked_again() -> None:
    default = SlaPlan.objects.get(is_default=True)
    default.is_default = False
    default.save()
    make_plan()
    complaint = make_complaint()

    for hours in (1, 4, 4, 6, 7, 7, 30, 30, 60):
        watch(NINE + hours * HOUR)

    # A warning and a breach of each clock; half of the time, and an hour after the breach.
    assert told("complaint.warned", "complaint.breached", "complaint.escalated") == {
        "complaint.warned": 2,
        "complaint.breached": 2,
        "complaint.escalated": 2,
    }
    assert not SlaClock.objects.exclude(next_at=None).exists()
    breach = Entry.objects.filter(kind="complaint.breached").order_by("pk")[1]
    assert datetime.fromisoformat(breach.payload["moment"]) == NINE + 8 * HOUR
    assert clock_of(complaint).breached_at == NINE + 8 * HOUR


def test_another_severity_counts_anew_and_tells_again_only_what_is_new() -> None:
    complaint, by = make_complaint(severity="major"), csm()
    feedback = complaint.feedback
    operations.respond(complaint=complaint, reply="We look.", by=by, at=NINE + MINUTE)
    assert clock_of(complaint).due_at == NINE + timedelta(days=2) + 6 * HOUR

    at = NINE + 7 * HOUR
    operations.retarget(feedback=feedback, severity="blocker", by=by, at=at)
    assert clock_of(complaint).due_at == NINE + 8 * HOUR
    assert clock_of(complaint, "response").state == "met"
    watch(at)
    watch(NINE + 9 * HOUR)
    assert told("complaint.warned", "complaint.breached").total() == 2
    later = NINE + 10 * HOUR
    operations.retarget(feedback=feedback, severity="minor", by=by, at=later)
    assert clock_of(complaint).breached_at is None
    operations.retarget(feedback=feedback, severity="blocker", by=by, at=later + MINUTE)
    watch(later + HOUR)
    entry = Entry.objects.filter(kind="complaint.retargeted").order_by("pk")[0]
    assert (entry.payload["came_from"], entry.payload["to"]) == ("major", "blocker")
    assert entry.payload["due"] != entry.payload["due_before"]
    assert told("complaint.warned", "complaint.breached") == {
        "complaint.warned": 2,
        "complaint.breached": 2,
    }


def test_a_resolution_asks_for_the_cause_and_stops_both_clocks() -> None:
    complaint, by = make_complaint(), csm()
    at = NINE + 2 * HOUR
    with pytest.raises(operations.CauseMissing):
        operations.resolve(complaint=complaint, cause=Cause(words=" "), by=by, at=at)
    with pytest.raises(operations.NotResolved):
        operations.confirm(complaint=complaint, who="Mr Li", said_at=at, by=by, at=at)

    operations.resolve(complaint=complaint, cause=CAUSE, by=by, at=at)
    complaint.feedback.refresh_from_db()
    assert complaint.feedback.state == "resolved"
    assert clock_of(complaint).took_minutes == 120
    # Whoever solved it has answered it, too late though it was.
    assert clock_of(complaint, "response").state == "missed"
    assert told("complaint.breached")["complaint.breached"] == 1
    operations.explain_breach(complaint=complaint, clock="response", why="Night", by=by, at=at)
    with pytest.raises(operations.NotBroken):
        operations.explain_breach(complaint=complaint, clock="resolution", why="?", by=by, at=at)
    with pytest.raises(operations.ResolvedAlready):
        operations.resolve(complaint=complaint, cause=CAUSE, by=by, at=at)


def test_the_customer_has_the_last_word_and_a_reopened_clock_runs_on_from_where_it_stood() -> None:
    complaint, by = make_complaint(), csm()
    at = NINE + 2 * HOUR
    with pytest.raises(operations.NotResolved):
        operations.confirm(complaint=complaint, who="Mr Li", said_at=at, by=by, at=at)
    operations.resolve(complaint=complaint, cause=CAUSE, by=by, at=at)
    operations.ask_to_confirm(complaint=complaint, text="Is it well?", by=by, at=at + HOUR)
    with pytest.raises(operations.SaidLater):
        operations.confirm(complaint=complaint, who="Li", said_at=NINE, by=by, at=at + HOUR)
    with pytest.raises(ReasonMissing):
        operations.confirm(complaint=complaint, who=" ", said_at=at, by=by, at=at)
    operations.confirm(complaint=complaint, who="Li", said_at=at + HOUR, by=by, at=at + 2 * HOUR)
    complaint.feedback.refresh_from_db()
    assert complaint.feedback.state == "confirmed_by_customer"

    with pytest.raises(ReasonMissing):
        operations.reopen(complaint=complaint, why="", by=by, at=at + 3 * HOUR)
    operations.reopen(complaint=complaint, why="It broke again", by=by, at=at + 3 * HOUR)
    complaint.feedback.refresh_from_db()
    complaint.refresh_from_db()
    assert (complaint.feedback.state, complaint.reopened) == ("triaged", 1)
    # Six of the eight hours are left; the three in which it counted as solved are not taken.
    assert clock_of(complaint).due_at == NINE + timedelta(days=1) + 2 * HOUR
    assert clock_of(complaint).state == "running"
    assert complaint.confirmed_at is None


def test_rnd_sees_clocks_and_answers_none() -> None:
    complaint, zhou = make_complaint(), make_user(Role.ENGINEER)
    acts = {
        operations.respond: {"reply": "x"},
        operations.pause: {"reason": reason_of(complaint)},
        operations.resume: {},
        operations.resolve: {"cause": CAUSE},
        operations.ask_to_confirm: {"text": "x"},
        operations.confirm: {"who": "x", "said_at": NINE},
        operations.reopen: {"why": "x"},
        operations.explain_breach: {"clock": "response", "why": "x"},
    }
    for act, given in acts.items():
        with pytest.raises(NotAllowed):
            act(complaint=complaint, by=zhou, at=NINE, **given)  # type: ignore[operator]


def test_a_pause_needs_a_reason_of_its_own_plan_and_a_clock_that_runs() -> None:
    complaint, by = make_complaint(), csm()
    plan = make_plan()
    other = plan.versions.get().pause_reasons.get()
    with pytest.raises(operations.ReasonUnknown):
        operations.pause(complaint=complaint, reason=other, by=by, at=NINE)
    operations.resolve(complaint=complaint, cause=CAUSE, by=by, at=NINE + MINUTE)
    with pytest.raises(operations.NothingRuns):
        operations.pause(complaint=complaint, reason=reason_of(complaint), by=by, at=NINE + HOUR)


def test_a_changed_plan_changes_no_clock_that_runs() -> None:
    complaint = make_complaint()
    plan = complaint.version.plan
    manager = make_user(Role.SALES_MANAGER)
    from tests.factories.sla import make_terms
    from twintrack.sales.sla import operations as plans
    from twintrack.sales.sla.terms import Targets

    terms = make_terms(targets={"blocker": Targets(response=5, resolution=10)})
    plans.change_plan(plan=plan, terms=terms, by=manager, at=NINE + MINUTE)
    operations.pause(
        complaint=complaint, reason=reason_of(complaint), by=manager, at=NINE + 2 * MINUTE
    )
    operations.resume(complaint=complaint, by=manager, at=NINE + 3 * MINUTE)

    assert clock_of(complaint).due_at == NINE + 8 * HOUR + MINUTE
    later = make_complaint(at=NINE + HOUR)
    assert clock_of(later).due_at == NINE + HOUR + 10 * MINUTE
