"""Iterations are planned, started and brought to an end."""

from datetime import date, datetime, timedelta

import pytest

from tests.factories.iterations import AT, MONDAY, make_iteration
from tests.factories.people import make_team, make_user
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    Refusal,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import Team
from twintrack.rnd.iterations import operations, turns
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.naming import n_in, name_by
from twintrack.rnd.iterations.operations import IterationDetails
from twintrack.rnd.iterations.turns import Turn

pytestmark = pytest.mark.django_db


def details(team: Team, start: date = MONDAY, days: int = 14) -> IterationDetails:
    end = start + timedelta(days=days - 1)
    return IterationDetails(team=team, name="Iteration 46", start_on=start, end_on=end)


def test_a_team_plans_iterations_whose_days_do_not_overlap() -> None:
    lead, team = make_user(Role.RND_LEAD), make_team()
    planned = operations.plan_iteration(details=details(team), by=lead, at=AT)

    assert planned.number.startswith("IT-")
    told = Entry.objects.get(kind="iteration.planned")
    assert told.payload["team_name"] == team.name
    with pytest.raises(operations.DatesTaken, match="Iteration 46"):
        operations.plan_iteration(
            details=details(team, MONDAY + timedelta(days=13)), by=lead, at=AT
        )
    with pytest.raises(operations.DatesCrossed):
        operations.plan_iteration(details=details(team, days=-3), by=lead, at=AT)
    with pytest.raises(operations.TooLong):
        operations.plan_iteration(details=details(team, days=93), by=lead, at=AT)
    with pytest.raises(NotAllowed):
        operations.plan_iteration(details=details(team), by=make_user(Role.SALESPERSON), at=AT)
    # Another team has its own days, and those of a cancelled one are free again.
    operations.plan_iteration(details=details(make_team()), by=lead, at=AT)
    operations.cancel_iteration(iteration=planned, reason="no bench", by=lead, at=AT)
    operations.plan_iteration(details=details(team), by=lead, at=AT)
    assert Entry.objects.filter(kind="iteration.planned").count() == 3


def test_facts_are_written_anew_and_nothing_is_overwritten_unseen() -> None:
    lead = make_user(Role.RND_LEAD)
    iteration = make_iteration()
    make_iteration(team=iteration.team, start_on=MONDAY + timedelta(days=14))
    end = iteration.end_on

    def change(before: dict[str, object], values: dict[str, object]) -> Iteration:
        return operations.change_iteration(
            iteration=iteration, before=before, values=values, by=lead, at=AT
        )

    changed = change({"goal": ""}, {"goal": "Steady tension", "end_on": end - timedelta(days=2)})
    assert changed.goal == "Steady tension"
    assert Entry.objects.get(kind="iteration.changed").payload["to"]["goal"] == "Steady tension"
    assert change({}, {"goal": "Steady tension"}).goal == "Steady tension"
    with pytest.raises(StaleEdit):
        change({"goal": ""}, {"goal": "Another"})
    with pytest.raises(operations.DatesTaken):
        change({}, {"end_on": end + timedelta(days=1)})
    with pytest.raises(operations.FieldUnknown):
        change({}, {"team": 3})
    iteration.state = IterationState.COMPLETED
    iteration.save(update_fields=["state"])
    with pytest.raises(operations.IterationOver):
        change({}, {"end_on": end})
    assert change({}, {"goal": "As it was"}).goal == "As it was"


def test_one_iteration_of_a_team_runs_at_a_time_and_keeps_the_time_it_had() -> None:
    lead = make_user(Role.RND_LEAD)
    first = make_iteration(make_user(), make_user())
    second = make_iteration(team=first.team, start_on=MONDAY + timedelta(days=14))
    act = {"by": lead, "at": AT}

    started = operations.start_iteration(iteration=first, **act)

    assert (started.state, started.person_days, started.hours) == ("active", 20, 160)
    assert Entry.objects.get(kind="iteration.started").payload["person_days"] == "20.00"
    with pytest.raises(operations.AnotherRuns, match=first.name):
        operations.start_iteration(iteration=second, **act)
    with pytest.raises(StateNotReachable):
        operations.complete_iteration(iteration=second, **act)
    operations.complete_iteration(iteration=first, **act)
    operations.start_iteration(iteration=second, **act)
    with pytest.raises(ReasonMissing):
        operations.cancel_iteration(iteration=second, reason=" ", **act)
    operations.cancel_iteration(iteration=second, reason="The bench burnt down", **act)
    assert Entry.objects.get(kind="iteration.cancelled").payload["came_from"] == "active"
    with pytest.raises(StateNotReachable):
        operations.start_iteration(iteration=second, **act)
    for act_of in (operations.start_iteration, operations.complete_iteration):
        with pytest.raises(NotAllowed):
            act_of(iteration=first, by=make_user(Role.CSM), at=AT)


def test_an_app_above_may_refuse_a_turn_and_then_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead, iteration = make_user(Role.RND_LEAD), make_iteration()
    seen: list[Turn] = []

    def refuse(turn: Turn) -> None:
        seen.append(turn)
        raise Refusal("Three items are open.")

    monkeypatch.setattr(turns, "_takers", {IterationState.ACTIVE: [refuse]})
    with pytest.raises(Refusal, match="Three items"):
        operations.start_iteration(iteration=iteration, by=lead, at=AT)

    iteration.refresh_from_db()
    assert seen[0].iteration == iteration
    assert iteration.state == "planned"
    assert not Entry.objects.exists()


def test_the_next_iteration_follows_by_the_cadence() -> None:
    lead, team = make_user(Role.RND_LEAD), make_team()
    wednesday = datetime.combine(MONDAY + timedelta(days=2), AT.timetz())

    def plan() -> Iteration:
        return operations.plan_next(team=team, by=lead, at=wednesday)

    with pytest.raises(operations.CadenceMissing):
        plan()
    with pytest.raises(operations.PatternAlike):
        operations.set_cadence(team=team, weeks=2, pattern="Sprint", by=lead, at=AT)
    for _again in range(2):
        operations.set_cadence(team=team, weeks=2, pattern="Iteration {n}", by=lead, at=AT)
    assert Entry.objects.filter(kind="iteration.cadence_set").count() == 1
    first, second = plan(), plan()
    assert (first.name, first.start_on) == ("Iteration 1", MONDAY + timedelta(days=7))
    assert second.start_on == first.end_on + timedelta(days=1)
    Iteration.objects.filter(pk=second.pk).update(name="Iteration 46")
    assert plan().name == "Iteration 47"


def test_names_hold_the_week_and_the_year() -> None:
    assert name_by("{year}-W{week}", n=3, start_on=MONDAY) == "2026-W47"
    assert n_in("H3 {year}.{n}", "H3 2026.12") == 12
    assert n_in("H3 {n}", "Something else") is None
