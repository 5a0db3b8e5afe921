"""Gates are judged by how things stand after a build; muted tests do not count."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.reports import AT, make_build, make_tested_repository
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.notifications.models import Notification
from twintrack.hub.products.models import Module
from twintrack.hub.risks.rules import Signal, Warned
from twintrack.rnd.engineering.models import PathRule
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.early_warning import RULE
from twintrack.rnd.quality.lifecycle import Verdict
from twintrack.rnd.quality.models import GateVerdict, QualityGate, TestCase
from twintrack.rnd.quality.operations import Limits
from twintrack.rnd.quality.standings import stand_of
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Kind
from twintrack.rnd.work.operations import Edit, Work, add, change, move

pytestmark = pytest.mark.django_db
TESTS = {f"tests.tuning.test_it::t{n}": "passed" for n in range(9)}


def test_a_gate_is_set_judged_broken_and_kept_again() -> None:
    repository = make_tested_repository()
    product, lead = repository.product, make_user(Role.RND_LEAD)
    tuning = Module.objects.create(product=product, name="Tuning")
    PathRule.objects.create(
        repository=repository, position=0, pattern="tests/tuning/**", module=tuning
    )
    make_build(repository, TESTS | {"x::other": "failed"})
    limits = Limits(min_pass_rate=Decimal("90.0"), min_changed_coverage=Decimal(80))

    whole = operations.set_gate(
        product=product, module=None, before={}, limits=limits, by=lead, at=AT
    )
    part = operations.set_gate(
        product=product, module=tuning, before={}, limits=limits, by=lead, at=AT
    )

    # 9 of 10 is 90.0 %; of changed lines nothing is known, which breaks nothing.
    verdict = GateVerdict.objects.get(gate=whole)
    assert verdict.verdict == Verdict.KEPT
    assert [(each["limit"], each["value"], each["verdict"]) for each in verdict.reasons] == [
        ("min_pass_rate", "90.0", "kept"),
        ("min_changed_coverage", None, "unknown"),
    ]
    assert GateVerdict.objects.get(gate=part).reasons[0]["value"] == "100.0"
    make_build(repository, TESTS | {"x::other": "failed", "x::more": "failed"}, n=2)
    assert Entry.objects.latest("pk").payload["broken_gate_ids"] == [whole.pk]
    # Broken already: nobody is told again. Another job adds to how the product stands.
    make_build(repository, {"x::other": "failed"}, n=3, job="bench")
    assert Entry.objects.latest("pk").payload["broken_gate_ids"] == []
    whole_now = stand_of(product.pk, until=AT).whole
    assert (whole_now.passed, whole_now.failed, whole_now.pass_rate) == (9, 3, 75.0)
    # Few are no rate.
    assert stand_of(make_product().pk, until=AT).whole.pass_rate is None


def test_a_gate_that_counts_blockers_is_judged_when_a_defect_comes_moves_or_changes() -> None:
    product, lead = make_product(), make_user(Role.RND_LEAD)
    gate = operations.set_gate(
        product=product, module=None, before={}, limits=Limits(max_blockers=0), by=lead, at=AT
    )
    assert gate.verdict == Verdict.KEPT

    def verdict() -> str:
        run_once()
        gate.refresh_from_db()
        return gate.verdict

    values = {"severity": "blocker"}
    defect = add(
        work=Work(product=product, title="It stands", kind=Kind.DEFECT, values=values),
        by=lead,
        at=AT,
    )
    assert verdict() == Verdict.BROKEN
    entry = Entry.objects.get(kind="quality_gate.judged")
    assert (entry.payload["broken_gate_ids"], entry.caused_by.kind) == (
        [gate.pk],
        "work_item.added",
    )
    told = Notification.objects.get(told_by="quality/gate_broken")
    assert (told.recipient, told.subject_id) == (lead, gate.pk)
    for edit, wanted in (("major", Verdict.KEPT), ("blocker", Verdict.BROKEN)):
        before = "blocker" if edit == "major" else "major"
        change(
            item=defect, edits=[Edit(field="severity", value=edit, before=before)], by=lead, at=AT
        )
        assert verdict() == wanted
    move(item=defect, to=State.CANCELLED, by=lead, at=AT)
    assert verdict() == Verdict.KEPT
    assert gate.reasons[0]["value"] == "0"
    # What leaves a verdict as it was is no news.
    edit = [Edit(field="title", value="It stood", before="It stands")]
    change(item=defect, edits=edit, by=lead, at=AT)
    run_once()
    assert Entry.objects.filter(kind="quality_gate.judged").count() == 4


def test_gates_are_set_by_those_who_decide_and_overwrite_nothing_unseen() -> None:
    product, lead = make_product(), make_user(Role.RND_LEAD)
    elsewhere = Module.objects.create(product=make_product(), name="Elsewhere")
    limits = Limits(min_pass_rate=Decimal(95))

    def change(limits: Limits, before: dict[str, object], **over: object) -> QualityGate:
        named = {"product": product, "module": None, "by": lead, "at": AT} | over
        return operations.set_gate(before=before, limits=limits, **named)  # type: ignore[arg-type]

    with pytest.raises(NotAllowed):
        change(limits, {}, by=make_user(Role.ENGINEER))
    with pytest.raises(operations.LimitImpossible):
        change(Limits(max_flaky_share=Decimal(101)), {})
    with pytest.raises(operations.GateElsewhere):
        change(limits, {}, module=elsewhere)
    gate = change(limits, {})
    assert change(limits, {"min_pass_rate": Decimal(95)}) == gate
    with pytest.raises(StaleEdit):
        change(Limits(min_pass_rate=Decimal(99)), {})
    assert Entry.objects.filter(kind="quality_gate.set").count() == 1


def test_a_muted_test_does_not_count_until_its_day_comes() -> None:
    repository, by = make_tested_repository(), make_user(Role.ENGINEER)
    make_build(repository, {"a": "failed"})
    test = TestCase.objects.get()
    until = AT.date() + timedelta(days=14)

    def mute(**over: object) -> TestCase:
        named = {"test": test, "until": until, "reason": "Bench", "by": by, "at": AT} | over
        return operations.mute_test(**named)  # type: ignore[arg-type]

    with pytest.raises(ReasonMissing):
        mute(reason=" ")
    for day in (AT.date(), AT.date() + timedelta(days=200), date(2020, 1, 1)):
        with pytest.raises(operations.DayImpossible):
            mute(until=day)
    with pytest.raises(NotAllowed):
        mute(by=make_user(Role.SALESPERSON))
    mute(at=AT - timedelta(days=7))
    mute(at=AT - timedelta(days=7))
    assert Entry.objects.filter(kind="test.muted").count() == 1

    build = make_build(repository, {"a": "failed"}, n=2)

    assert (build.failed, build.muted, build.state) == (0, 1, "passed")
    operations.unmute_test(test=test, by=by, at=AT + timedelta(days=14))
    operations.unmute_test(test=test, by=by, at=AT + timedelta(days=14))
    [entry] = Entry.objects.filter(kind="test.unmuted")
    assert entry.payload["is_due"]
    assert make_build(repository, {"a": "failed"}, n=3).failed == 1


def test_somebody_looks_after_a_test() -> None:
    repository, by = make_tested_repository(), make_user(Role.ENGINEER)
    make_build(repository, {"a": "passed"})
    test = TestCase.objects.get()

    def assign(before: int | None, owner: object) -> TestCase:
        return operations.assign_test(test=test, before=before, owner=owner, by=by, at=AT)  # type: ignore[arg-type]

    assign(None, by)
    assign(by.pk, by)
    with pytest.raises(StaleEdit):
        assign(None, make_user(Role.ENGINEER))
    with pytest.raises(operations.OwnerImpossible):
        assign(by.pk, make_user(Role.SALESPERSON))

    test.refresh_from_db()
    assert test.owner == by
    assert Entry.objects.filter(kind="test.assigned").count() == 1


def test_a_gate_that_stays_broken_raises_an_early_warning() -> None:
    repository, lead = make_tested_repository(), make_user(Role.RND_LEAD)
    operations.set_gate(
        product=repository.product,
        module=None,
        before={},
        limits=Limits(min_pass_rate=Decimal(95)),
        by=lead,
        at=AT - timedelta(days=9),
    )
    make_build(repository, TESTS, n=1, started_at=AT - timedelta(hours=110))
    bad = make_build(
        repository, TESTS | {"x::other": "failed"}, n=2, started_at=AT - timedelta(hours=90)
    )
    make_build(repository, TESTS | {"x::other": "failed"}, n=3, started_at=AT - timedelta(hours=89))
    later = bad.started_at + timedelta(days=4)

    def look(at: datetime) -> list[Signal]:
        return list(RULE.find(RULE.values({}), at))

    assert look(bad.started_at + timedelta(days=2)) == []
    [signal] = look(later)
    assert (signal.probability, signal.evidence["days"]) == (62, 4)
    assert "has been broken for 4 days" in RULE.say(signal.evidence)
    labels = dict(RULE.facts(signal.evidence))
    assert labels["Grounds"] == "Pass rate 90.0% of 10, at least 95.0%"
    week = timedelta(days=7)
    for cleared, at, right in (
        (None, later + timedelta(days=1), None),
        (None, later + week, True),
        (later + timedelta(days=2), later + week, False),
    ):
        warned = Warned(subject_id=1, raised_at=later, cleared_at=cleared, evidence={})
        assert RULE.judge(warned, at) is right
    make_build(repository, TESTS | {"x::other": "passed"}, n=4, started_at=AT - timedelta(hours=88))
    assert look(later) == []
