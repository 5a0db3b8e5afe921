"""What the early warning rules of R&D see, and when they say that they were right."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.iterations import make_iteration
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role
from twintrack.hub.risks.rules import NeverKnown, Rule, Signal, Warned
from twintrack.rnd.backlog.operations.releasing import plan_into
from twintrack.rnd.insight.models import Finding
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.releases.gates import GateFact, Verdict, _gates, register_gate
from twintrack.rnd.sprints.models import Outcome
from twintrack.rnd.warning.rules import ageing, gates, iterations, overbooked, pass_rate, scope
from twintrack.rnd.work.models import WorkItem

pytestmark = pytest.mark.django_db
# A Tuesday; the iterations of the factory begin on Monday the 16th and take two weeks.
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
END = datetime(2026, 11, 30, 9, tzinfo=UTC)


def see(rule: Rule, **over: Any) -> list[Signal]:
    values = rule.values({name: str(value) for name, value in over.items()})
    return list(rule.find(values, AT))


def warned(signal: Signal, at: datetime = AT) -> Warned:
    return Warned(
        subject_id=signal.subject_id, raised_at=at, cleared_at=None, evidence=signal.evidence
    )


def complete(iteration: Iteration) -> None:
    Iteration.objects.filter(pk=iteration.pk).update(state="completed", ended_at=END)


def test_an_iteration_is_warned_of_when_its_pace_is_too_slow() -> None:
    lead = make_user(Role.RND_LEAD)
    iteration = make_iteration(lead, state="active")
    product = make_product()
    common: dict[str, Any] = {"product": product, "iteration": iteration}
    make_work_item(**common, points=Decimal(2), state="done", done_at=AT)
    to_do = [make_work_item(**common, points=Decimal(4)) for _each in range(2)]
    make_work_item(**common, points=Decimal(40), state="cancelled")
    # Where others have points, what has none adds nothing, as on the burn-up.
    make_work_item(**common)

    [signal] = see(iterations.RULE)

    assert (signal.subject_id, signal.owner_id) == (iteration.pk, lead.pk)
    # Seven of ten working days have brought two of ten points.
    assert (signal.evidence["day"], signal.evidence["days"]) == (7, 10)
    assert (signal.evidence["points"], signal.evidence["expected"]) == ("10", "3")
    assert "3 of 10 points" in iterations.RULE.say(signal.evidence)
    assert not see(iterations.RULE, share=25)
    assert not see(iterations.RULE, elapsed=80)
    assert iterations.RULE.judge(warned(signal), AT) is None
    complete(iteration)
    assert iterations.RULE.judge(warned(signal), AT) is True
    WorkItem.objects.filter(pk__in=[each.pk for each in to_do]).update(state="done", done_at=AT)
    assert iterations.RULE.judge(warned(signal), AT) is False
    assert len(iterations.RULE.facts(signal.evidence)) == 3


def test_work_is_warned_of_when_it_is_older_than_most_of_its_like_became() -> None:
    product = make_product()
    for days in range(1, 11):
        make_work_item(
            product=product,
            state="done",
            started_at=datetime(2026, 11, 2, tzinfo=UTC),
            done_at=datetime(2026, 11, 2, tzinfo=UTC) + timedelta(days=days),
        )
    old = make_work_item(
        product=product, state="in_review", started_at=datetime(2026, 11, 3, tzinfo=UTC)
    )
    make_work_item(product=product, state="in_progress", started_at=AT - timedelta(days=1))
    make_work_item(
        product=product, kind="spike", state="in_progress", started_at=AT - timedelta(days=90)
    )

    [signal] = see(ageing.RULE)

    assert signal.subject_id == old.pk
    assert signal.owner_id == product.owner_id
    assert signal.evidence["age"] == 15
    assert old.number in ageing.RULE.say(signal.evidence)
    assert not see(ageing.RULE, percentile=50)[1:]
    assert ageing.RULE.judge(warned(signal), AT) is None
    assert ageing.RULE.judge(warned(signal), AT + timedelta(days=9)) is True
    WorkItem.objects.filter(pk=old.pk).update(state="done", done_at=AT + timedelta(days=2))
    assert ageing.RULE.judge(warned(signal), AT + timedelta(days=9)) is False
    assert ageing.RULE.facts(signal.evidence)


def test_people_are_warned_of_when_they_have_more_to_do_than_hours() -> None:
    zhou, tang = make_user(Role.ENGINEER, name="Zhou"), make_user(Role.ENGINEER, name="Tang")
    iteration = make_iteration(zhou, tang, state="active")
    busy = make_work_item(
        iteration=iteration,
        assignee=zhou,
        remaining_hours=Decimal(90),
        state="in_progress",
        started_at=AT,
    )
    make_work_item(
        product=busy.product, iteration=iteration, assignee=tang, remaining_hours=Decimal(1)
    )

    [signal] = see(overbooked.RULE)

    assert [each["name"] for each in signal.evidence["people"]] == ["Zhou"]
    assert signal.evidence["people"][0]["hours"] == "90"
    assert overbooked.RULE.say(signal.evidence).startswith("Zhou")
    assert not see(overbooked.RULE, load=300)
    assert overbooked.RULE.judge(warned(signal), AT) is None
    complete(iteration)
    assert overbooked.RULE.judge(warned(signal), AT) is True
    WorkItem.objects.filter(pk=busy.pk).update(state="done", done_at=AT)
    # What Zhou, or somebody of that name, has to do elsewhere says nothing of this iteration.
    for who in (zhou, make_user(Role.ENGINEER, name="Zhou")):
        make_work_item(product=busy.product, assignee=who, state="in_progress", started_at=AT)
    assert overbooked.RULE.judge(warned(signal), AT) is False
    carried = {"decision": "next", "was_committed": True, "item": busy}
    Outcome.objects.create(iteration=iteration, **carried)
    assert overbooked.RULE.judge(warned(signal), AT) is True
    assert overbooked.RULE.facts(signal.evidence)


def test_a_release_is_warned_of_when_it_is_near_and_gates_are_not_met() -> None:
    known = dict(_gates)
    _gates.clear()
    register_gate(
        "never", "Never met", lambda *_of: GateFact(verdict=Verdict.FAILING, sentence="No")
    )
    try:
        near = make_release(state="testing", planned_on=date(2026, 12, 1))
        make_release(state="testing", planned_on=date(2027, 3, 1))
        make_release(state="planned", planned_on=date(2026, 12, 1))

        [signal] = see(gates.RULE)
        said = gates.RULE.facts(signal.evidence)
    finally:
        _gates.clear()
        _gates.update(known)

    assert (signal.subject_id, signal.evidence["gates"]) == (near.pk, ["never"])
    assert "Never met" in str(said)
    assert "1 gates" in gates.RULE.say(signal.evidence)
    assert gates.RULE.judge(warned(signal), AT) is None
    assert gates.RULE.judge(warned(signal), datetime(2026, 12, 2, tzinfo=UTC)) is True
    near.released_on = date(2026, 12, 1)
    near.save()
    assert gates.RULE.judge(warned(signal), AT) is False


def test_a_frozen_release_is_warned_of_when_it_keeps_changing() -> None:
    release = make_release(state="code_freeze", frozen_at=AT - timedelta(days=3))
    requirement = make_requirement(product=release.product)
    assert not see(scope.RULE, changes=1)
    plan_into(
        requirement=requirement,
        release=release,
        reason="They wait",
        by=make_user(Role.PRODUCT_MANAGER),
        at=AT,
    )

    [signal] = see(scope.RULE, changes=1)

    assert signal.evidence["changes"] == 1
    assert "1 times after its freeze" in scope.RULE.say(signal.evidence)
    assert scope.RULE.facts(signal.evidence)
    assert not see(scope.RULE)


def test_a_pass_rate_that_left_its_limits_warns_until_somebody_says_what_becomes_of_it() -> None:
    product = make_product(name="H3")
    finding = Finding.objects.create(
        number="FI-T1",
        measure="pass_rate",
        product=product,
        shape="shift",
        side=-1,
        since=date(2026, 11, 9),
        seen_in=date(2026, 11, 16),
        before=97.2,
        after=84.04,
        count=431,
        distance=-4.2,
        owner=product.owner,
        created_at=AT,
    )

    [signal] = see(pass_rate.RULE)

    assert (signal.subject_id, signal.owner_id) == (finding.pk, product.owner_id)
    said = pass_rate.RULE.say(signal.evidence)
    assert said == "H3: 84.0 % of tests pass, 97.2 % is usual"
    assert pass_rate.RULE.facts(signal.evidence)[0][1] == "2026-11-09"
    assert pass_rate.RULE.judge(warned(signal), AT) is None
    for state, was_right in (("acknowledged", True), ("dismissed", False)):
        Finding.objects.update(state=state)
        assert pass_rate.RULE.judge(warned(signal), AT) is was_right
    assert not see(pass_rate.RULE)


def test_nobody_asks_again_about_what_was_called_off() -> None:
    item, release = make_work_item(state="cancelled"), make_release(state="cancelled")
    iteration = make_iteration(state="cancelled")
    planned = {"planned_on": "2026-12-01"}
    for rule, subject, evidence in (
        (iterations.RULE, iteration.pk, {"points": "10"}),
        (overbooked.RULE, iteration.pk, {"people": []}),
        (ageing.RULE, item.pk, {}),
        (gates.RULE, release.pk, planned),
        (scope.RULE, release.pk, planned),
        (scope.RULE, make_release(state="testing").pk, {"planned_on": ""}),
        (pass_rate.RULE, 0, {}),
    ):
        told = Warned(subject_id=subject, raised_at=AT, cleared_at=None, evidence=evidence)
        with pytest.raises(NeverKnown):
            rule.judge(told, AT)


def test_a_team_without_anybody_is_left_alone() -> None:
    make_work_item(iteration=make_iteration(team=make_team(), state="active"))
    assert not see(iterations.RULE)
    assert not see(overbooked.RULE, load=80)
