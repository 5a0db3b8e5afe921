"""Many pieces of feedback are handed over at once as if one came after the other."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.automation import automation
from twintrack.helix.handoffs import operations
from twintrack.helix.handoffs.models import Handoff, Proposal, Thresholds, Way
from twintrack.helix.matching import remembering
from twintrack.helix.matching.operations import index
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.lifecycle import State as RequirementState
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SAID_OFTEN = [
    "换卷时张力波动",
    "夜班停机三次",
    "the film breaks",
    "报表导出太慢",
    "alarm at night",
    "触摸屏没有反应",
    "编码器读数跳动",
    "请尽快处理",
]
SAID = "换卷时张力波动导致断带，夜班每天停机三次"


def said(text: str, **over: object) -> Feedback:
    return make_feedback(title=text, verbatim=text, kind="complaint", **over)


def hand_over(feedback: Sequence[Feedback]) -> list[Handoff | None]:
    asked = [
        operations.Asked(feedback=each, at=AT + timedelta(minutes=number))
        for number, each in enumerate(feedback)
    ]
    return operations.hand_over_all(asked=asked, by=automation(), at=AT)


def test_what_is_said_again_in_the_same_batch_joins_what_was_just_made_of_it() -> None:
    product = make_product()
    first, second = said(SAID, product=product), said(SAID, product=product)

    made = hand_over([first, second])

    assert [each and each.way for each in made] == [Way.CREATED, Way.MATCHED]
    requirement = Requirement.objects.get()
    assert (requirement.customers_count, requirement.feedback_count) == (2, 2)
    assert set(Feedback.objects.values_list("state", flat=True)) == {State.LINKED}


def test_each_tells_the_ledger_when_it_was_asked_and_by_what() -> None:
    product = make_product()

    hand_over([said("报表导出太慢", product=product), said("触摸屏低温失灵", product=product)])

    kinds = ["requirement.proposed", "feedback.moved", "handoff.made"]
    for kind in kinds:
        told = Entry.objects.filter(kind=kind).order_by("pk").values_list("happened_at", flat=True)
        assert list(told) == [AT, AT + timedelta(minutes=1)]
    assert set(Entry.objects.values_list("kind", flat=True)) == set(kinds)


def test_a_requirement_that_is_made_of_feedback_knows_its_demand_from_the_beginning() -> None:
    product, customer = make_product(), make_customer()
    make_opportunity(customer=customer, amount=Decimal(120_000), currency="CNY")

    hand_over([said(SAID, product=product, customer=customer)])

    requirement = Requirement.objects.get()
    assert (requirement.customers_count, requirement.feedback_count) == (1, 1)
    assert requirement.revenue == 120_000
    assert Entry.objects.get(kind="requirement.proposed").payload["revenue"] == "120000.00"


def test_what_was_handed_over_before_or_is_set_aside_is_left_as_it_is() -> None:
    product = make_product()
    done, gone, fresh = (said(f"{SAID} {n}", product=product) for n in range(3))
    [before] = hand_over([done])
    feedback_operations.withdraw(feedback=gone, by=make_user(Role.PRODUCT_MANAGER), at=AT)

    made = hand_over([done, gone, fresh])

    assert made[0] == before
    assert made[1] is None
    assert made[2] is not None
    assert Handoff.objects.count() == 2


def test_what_was_closed_in_between_is_not_joined(product: Product) -> None:
    standing = make_requirement(product=product, title=SAID, description=SAID)
    index(requirement=standing)
    Requirement.objects.filter(pk=standing.pk).update(state=RequirementState.REJECTED)

    [made] = hand_over([said(SAID, product=product)])

    assert made is not None
    assert made.way == Way.CREATED
    assert made.requirement != standing


def test_those_that_may_be_the_same_are_proposed_for_each(product: Product) -> None:
    Thresholds.objects.create(pk=1, attach=1.0, propose=0.05)

    hand_over([said(SAID, product=product), said(SAID + "，请尽快处理", product=product)])

    proposal = Proposal.objects.get()
    assert proposal.requirement == Requirement.objects.order_by("pk")[0]
    assert proposal.made_at == AT + timedelta(minutes=1)


def rounded(features: Sequence[float] | None) -> list[float]:
    return [round(each, 9) for each in features or ()]


def test_at_once_and_one_by_one_they_find_the_same() -> None:
    together, apart = make_product(), make_product()
    Thresholds.objects.create(pk=1, attach=0.6, propose=0.02)
    dice = Random(7)
    texts = ["，".join(dice.choices(SAID_OFTEN, k=3)) for _each in range(36)]

    for at in range(0, len(texts), 12):
        hand_over([said(text, product=together) for text in texts[at : at + 12]])
    for text in texts:
        # Without what the one before remembers.
        remembering._memories.clear()
        hand_over([said(text, product=apart)])

    def outcome(product: Product) -> tuple[list[object], list[object]]:
        made = Requirement.objects.filter(product=product).order_by("pk")
        place = {pk: at for at, pk in enumerate(made.values_list("pk", flat=True))}
        ways = Handoff.objects.filter(product=product).order_by("pk")
        likely = Proposal.objects.filter(product=product).order_by("feedback", "-similarity", "pk")
        return (
            [(place[each.requirement_id], each.way, rounded(each.features)) for each in ways],
            [(place[each.requirement_id], each.words, rounded(each.features)) for each in likely],
        )

    assert outcome(together) == outcome(apart)
    assert len(outcome(together)[1]) > 10


def test_more_at_once_ask_less_for_each(product: Product) -> None:
    def statements(count: int) -> int:
        batch = [said(f"第 {count} 批第 {n} 条：{SAID}", product=product) for n in range(count)]
        return queries_of(lambda: hand_over(batch))

    Thresholds.objects.create(pk=1, attach=1.0, propose=1.0)
    hand_over([said("暖机", product=product)])
    one, ten = statements(1), statements(10)

    # What is read of those that it is like, and the words of their titles.
    assert ten - one <= 9 * 2


@pytest.fixture
def product() -> Product:
    return make_product()
