"""A scope is frozen; later it is known what came, went and changed, by whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone, make_project
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.baselines import operations, queries
from twintrack.rnd.baselines.comparing import CriteriaChange, compare_two, compare_with_now
from twintrack.rnd.baselines.models import Baseline
from twintrack.rnd.baselines.operations import Freeze

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
LATER = AT + timedelta(days=7)


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER, name="Lin")


def frozen(product: Product, *, by: User, at: datetime = AT, **over: object) -> Baseline:
    return operations.set_baseline(
        freeze=Freeze(name="3.3", product=product, **over),  # type: ignore[arg-type]
        by=by,
        at=at,
    )


def test_what_changed_against_a_baseline_is_told_with_who_did_it(lin: User) -> None:
    product = make_product()
    kept, renamed, gone = (make_requirement(product=product, state="accepted") for _ in range(3))
    criterion = backlog.add_criterion(requirement=renamed, text="Under 5 %", by=lin, at=AT)
    late = make_requirement(product=product)
    make_requirement(product=product, state="released", created_at=AT - timedelta(days=1))
    baseline = frozen(product, by=lin)
    chen = make_user(Role.RND_LEAD, name="Chen")

    title = {"before": renamed.title, "title": "Dampen splices"}
    backlog.rename(requirement=renamed, **title, by=chen, at=LATER)
    backlog.reword_criterion(
        criterion=criterion, before="Under 5 %", to="Under 3 %", by=lin, at=LATER
    )
    backlog.tick_criterion(criterion=criterion, is_met=True, by=chen, at=LATER)
    day = {"before": None, "to": date(2026, 12, 1)}
    backlog.move_date(requirement=renamed, **day, by=chen, at=LATER)
    backlog.move_date(requirement=kept, **day, by=chen, at=LATER)
    backlog.move_date(requirement=kept, before=day["to"], to=None, by=chen, at=LATER)
    for requirement, decided in ((gone, "rejected"), (late, "accepted")):
        decision = backlog.Decision(decision=decided, reason="so it is")
        backlog.decide(requirement=requirement, decision=decision, by=lin, at=LATER)
    comparison = compare_with_now(baseline)

    assert baseline.size == 3
    assert [each.requirement for each in comparison.added] == [late]
    assert [each.requirement for each in comparison.removed] == [gone]
    # What moved and came back is as it was.
    assert [each.requirement for each in comparison.same] == [kept]
    [changed] = comparison.changed
    told = {each.field: each for each in changed.changes}
    assert set(told) == {"title", "criteria", "planned_on"}
    assert [each.actor for each in told["title"].entries] == [chen]
    assert told["criteria"].after == CriteriaChange(
        added=(), removed=(), reworded=(("Under 5 %", "Under 3 %"),)
    )
    # To note that it is met changes nothing of what it says.
    assert [each.actor for each in told["criteria"].entries] == [lin]
    assert [each.last.kind for each in comparison.added + comparison.removed if each.last] == [
        "requirement.reviewed",
        "requirement.reviewed",
    ]
    assert (comparison.moves, comparison.churn) == (3, 100)


def test_two_baselines_are_compared_by_what_they_hold(lin: User) -> None:
    milestone = make_milestone(project=make_project(product=make_product()))
    product = milestone.project.product
    first, second = (
        make_requirement(product=product, state="planned", milestone=milestone) for _ in range(2)
    )
    before = frozen(product, by=lin, milestone=milestone)
    backlog.plan_for(requirement=second, milestone=None, by=lin, at=LATER)
    title = {"before": first.title, "title": "Other"}
    backlog.rename(requirement=first, **title, by=lin, at=LATER)
    after = frozen(product, by=lin, at=LATER + timedelta(hours=1), milestone=milestone)
    title = {"before": "Other", "title": "Still another"}
    backlog.rename(requirement=first, **title, by=lin, at=LATER + timedelta(hours=2))

    # Whichever is named first: the earlier one is held against the later one.
    comparison = compare_two(after, before)

    assert [each.requirement for each in comparison.removed] == [second]
    [changed] = comparison.changed
    [change] = changed.changes
    assert (change.after, len(change.entries)) == ("Other", 1)


def test_parts_of_chosen_requirements_belong_to_their_scope(lin: User) -> None:
    chosen, other = make_requirement(state="accepted"), make_requirement(state="accepted")
    baseline = frozen(chosen.product, by=lin, requirements=[chosen])

    [part] = backlog.split(requirement=chosen, titles=["One half"], by=lin, at=LATER)
    comparison = compare_with_now(baseline)

    assert [each.requirement for each in comparison.added] == [part]
    target = make_requirement(product=chosen.product, state="accepted")
    backlog.merge(sources=[chosen], target=target, by=lin, at=LATER)
    assert [each.requirement for each in compare_with_now(baseline).removed] == [chosen]
    with pytest.raises(operations.OtherProduct):
        frozen(chosen.product, by=lin, requirements=[target, other])


def test_a_baseline_is_retired_with_a_reason_and_holds_nothing_then(lin: User) -> None:
    requirement = make_requirement(state="accepted")
    baseline = frozen(requirement.product, by=lin)
    title = {"before": requirement.title, "title": "Other"}
    requirement = backlog.rename(requirement=requirement, **title, by=lin, at=LATER)

    [hold] = queries.list_holds(requirement, for_user=lin)
    assert [each.field for each in hold.changes] == ["title"]
    with pytest.raises(ReasonMissing):
        operations.retire_baseline(baseline=baseline, reason="", by=lin, at=LATER)
    operations.retire_baseline(baseline=baseline, reason="shipped", by=lin, at=LATER)
    assert not queries.list_holds(requirement, for_user=lin)
    with pytest.raises(StateNotReachable):
        operations.retire_baseline(baseline=baseline, reason="again", by=lin, at=LATER)
    operations.resume_baseline(baseline=baseline, by=lin, at=LATER)
    with pytest.raises(StateNotReachable):
        operations.resume_baseline(baseline=baseline, by=lin, at=LATER)
    kinds = Entry.objects.filter(about_kind="baseline").order_by("pk")
    assert [each.kind for each in kinds] == [
        "baseline.set",
        "baseline.retired",
        "baseline.resumed",
    ]


def test_what_cannot_be_frozen_and_who_may_not_is_refused(lin: User) -> None:
    requirement = make_requirement(state="accepted")

    with pytest.raises(NotAllowed):
        frozen(requirement.product, by=make_user(Role.ENGINEER))
    with pytest.raises(operations.NothingToFreeze):
        frozen(make_product(), by=lin)
    hidden = frozen(
        make_requirement(product=make_product(reach="teams"), state="accepted").product,
        by=make_user(Role.EXECUTIVE),
    )
    assert hidden not in queries.list_baselines(for_user=make_user(Role.ENGINEER))


def test_a_comparison_asks_no_more_for_more_requirements(lin: User) -> None:
    def asked(many: int) -> int:
        product = make_product()
        rows = [make_requirement(product=product, state="accepted") for _ in range(many)]
        baseline = frozen(product, by=lin)
        for each in rows:
            title = {"before": each.title, "title": f"{each.title}!"}
            backlog.rename(requirement=each, **title, by=lin, at=LATER)
        return queries_of(lambda: compare_with_now(baseline))

    assert asked(2) == asked(7)
