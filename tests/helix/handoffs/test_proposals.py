"""What belongs together: attached by itself, proposed, decided, taken back."""

from datetime import UTC, datetime

import pytest

from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import operations, queries
from twintrack.helix.handoffs.models import Handoff, Proposal
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import Route
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations import Said

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
FIRST = "换卷时张力波动导致断带"
ALIKE = "换卷的时候张力总有波动，薄膜就断了"
OTHERS = ("触摸屏在低温下没有反应", "希望导出报表支持 Excel 格式", "报警信息看不懂")


def say(product: Product, verbatim: str, by: User, **over: object) -> Feedback:
    fields = {"customer": make_customer(), "product": product, "verbatim": verbatim}
    feedback = feedback_operations.record(said=Said(**(fields | over)), by=by, at=AT)  # type: ignore[arg-type]
    drain()
    feedback.refresh_from_db()
    return feedback


@pytest.fixture
def zhao() -> User:
    return make_user(Role.CSM)


@pytest.fixture
def product(zhao: User) -> Product:
    made = make_product()
    for verbatim in (FIRST, *OTHERS):
        say(made, verbatim, zhao)
    return made


def first_one() -> Requirement:
    found: Requirement = Requirement.objects.filter(title=FIRST).earliest("pk")
    return found


def test_the_same_words_join_the_requirement_by_itself(product: Product, zhao: User) -> None:
    again = say(product, FIRST, zhao)

    handoff = again.handoffs.get()
    assert (handoff.requirement, handoff.way) == (first_one(), "matched")
    assert handoff.similarity >= 0.9
    assert handoff.words == [FIRST]
    assert first_one().customers_count == 2
    made = Entry.objects.filter(kind="handoff.made").latest("pk")
    assert made.actor.is_service
    assert made.payload["way"] == "matched"


def test_what_may_be_the_same_has_its_own_requirement_and_is_proposed(
    product: Product, zhao: User
) -> None:
    feedback = say(product, ALIKE, zhao)

    assert feedback.handoffs.get().way == "created"
    [proposal] = Proposal.objects.all()
    assert (proposal.feedback, proposal.requirement) == (feedback, first_one())
    assert 0.3 <= proposal.similarity < 0.9
    assert {"换卷", "张力"} <= set(proposal.words)
    told = Entry.objects.get(kind="handoff.proposed").event
    assert told.found[0].requirement_number == first_one().number  # type: ignore[attr-defined]


def test_accepting_moves_the_feedback_and_merges_what_nobody_has_touched(
    product: Product, zhao: User
) -> None:
    feedback = say(product, ALIKE, zhao)
    own = feedback.handoffs.get().requirement

    operations.accept(proposal=Proposal.objects.get(), by=zhao, at=AT)
    drain()

    own.refresh_from_db()
    assert feedback.handoffs.get().requirement == first_one()
    assert (own.state, own.merged_into) == ("merged", first_one())
    assert first_one().customers_count == 2
    assert Proposal.objects.get().state == "accepted"
    assert Entry.objects.filter(kind="handoff.proposal_accepted").count() == 1


def test_what_somebody_worked_on_stays_when_its_feedback_leaves(
    product: Product, zhao: User
) -> None:
    feedback, lead = say(product, ALIKE, zhao), make_user(Role.RND_LEAD)
    own = feedback.handoffs.get().requirement
    backlog.prioritise(requirement=own, before=own.priority, priority=1, by=lead, at=AT)

    operations.accept(proposal=Proposal.objects.get(), by=zhao, at=AT)

    own.refresh_from_db()
    assert (own.state, own.customers_count) == ("proposed", 0)


def test_taking_back_restores_exactly_what_was(product: Product, zhao: User) -> None:
    feedback = say(product, ALIKE, zhao)
    before = list(Requirement.objects.order_by("pk").values("pk", "state", "customers_count"))
    own = feedback.handoffs.get().requirement
    operations.accept(proposal=Proposal.objects.get(), by=zhao, at=AT)
    drain()

    operations.take_back(handoff=feedback.handoffs.get(), by=zhao, at=AT)
    drain()

    handoff = feedback.handoffs.get()
    assert (handoff.requirement, handoff.way, handoff.before) == (own, "created", None)
    assert Proposal.objects.get().state == "open"
    after = list(Requirement.objects.order_by("pk").values("pk", "state", "customers_count"))
    assert after == before
    with pytest.raises(operations.NothingToTakeBack):
        operations.take_back(handoff=handoff, by=zhao, at=AT)


def test_what_was_attached_by_itself_can_be_given_a_requirement_of_its_own(
    product: Product, zhao: User
) -> None:
    again = say(product, FIRST, zhao)

    own = operations.separate(handoff=again.handoffs.get(), by=zhao, at=AT)

    assert own.requirement != first_one()
    assert (first_one().customers_count, own.requirement.title) == (1, FIRST)
    assert operations.take_back(handoff=own, by=zhao, at=AT) is not None
    assert again.handoffs.get().requirement == first_one()
    with pytest.raises(operations.NothingToTakeBack):
        operations.separate(handoff=Handoff.objects.filter(way="created").first(), by=zhao, at=AT)


def test_what_a_person_attached_first_stands_behind_nothing_again(
    product: Product, zhao: User
) -> None:
    question = say(product, "Is there an Excel export?", zhao, kind="question")
    handoff = operations.attach(feedback=question, requirement=first_one(), by=zhao, at=AT)

    assert operations.take_back(handoff=handoff, by=zhao, at=AT) is None

    question.refresh_from_db()
    assert (question.state, question.handoffs.count()) == ("new", 0)
    assert first_one().customers_count == 1


def test_dismissed_proposals_wait_no_more_until_that_is_taken_back(
    product: Product, zhao: User
) -> None:
    say(product, ALIKE, zhao)
    proposal = Proposal.objects.get()

    operations.keep_as_own(proposal=proposal, by=zhao, at=AT)

    assert queries.count_proposals(zhao) == 0
    with pytest.raises(operations.ProposalSettled):
        operations.accept(proposal=proposal, by=zhao, at=AT)
    with pytest.raises(operations.ProposalSettled):
        operations.dismiss(proposal=proposal, by=zhao, at=AT)
    operations.reopen(proposals=[proposal], by=zhao, at=AT)
    assert queries.count_proposals(zhao) == 1
    operations.dismiss(proposal=proposal, by=zhao, at=AT)
    kinds = Entry.objects.filter(kind__startswith="handoff.proposals").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "handoff.proposals_dismissed",
        "handoff.proposals_reopened",
        "handoff.proposals_dismissed",
    ]


def test_who_may_not_hand_over_decides_nothing(product: Product, zhao: User) -> None:
    feedback, engineer = say(product, ALIKE, zhao), make_user(Role.ENGINEER)
    proposal, handoff = Proposal.objects.get(), feedback.handoffs.get()

    for refused in (
        lambda: operations.accept(proposal=proposal, by=engineer, at=AT),
        lambda: operations.dismiss(proposal=proposal, by=engineer, at=AT),
        lambda: operations.keep_as_own(proposal=proposal, by=engineer, at=AT),
        lambda: operations.reopen(proposals=[proposal], by=engineer, at=AT),
        lambda: operations.take_back(handoff=handoff, by=engineer, at=AT),
        lambda: operations.separate(handoff=handoff, by=engineer, at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_feedback_on_two_products_is_handed_over_once_for_each(zhao: User) -> None:
    one, two = make_product(), make_product()

    feedback = say(one, FIRST, zhao, also_products=[two])

    assert {each.product for each in feedback.handoffs.all()} == {one, two}
    assert {each.requirement.product for each in feedback.handoffs.all()} == {one, two}


def test_a_question_sent_to_rnd_by_triage_becomes_a_requirement(
    product: Product, zhao: User
) -> None:
    question = say(product, "Will there be a dark screen?", zhao, kind="question")
    assert not question.handoffs.exists()

    feedback_operations.triage(feedback=question, route=Route.RND, by=zhao, at=AT)
    drain()

    question.refresh_from_db()
    assert question.handoffs.get().way == "created"
    assert question.state == "linked"


def test_a_duplicate_stands_behind_what_its_original_stands_behind(
    product: Product, zhao: User
) -> None:
    original = Feedback.objects.get(title=FIRST)
    repeat = say(product, "Der Film reisst", zhao)
    own = repeat.handoffs.get().requirement

    feedback_operations.mark_duplicate(feedback=repeat, original=original, by=zhao, at=AT)
    drain()
    assert repeat.handoffs.get().requirement == first_one()
    feedback_operations.undo_duplicate(feedback=repeat, by=zhao, at=AT)
    drain()

    assert repeat.handoffs.get().requirement == own


def test_withdrawn_feedback_counts_no_more_until_it_is_restored(
    product: Product, zhao: User
) -> None:
    feedback = Feedback.objects.get(title=FIRST)

    feedback_operations.withdraw(feedback=feedback, by=zhao, at=AT)
    drain()
    assert first_one().customers_count == 0
    feedback_operations.restore(feedback=feedback, by=zhao, at=AT)
    drain()

    assert first_one().customers_count == 1


def test_a_product_manager_says_how_sure_matching_has_to_be(product: Product, zhao: User) -> None:
    lin = make_user(Role.PRODUCT_MANAGER)

    operations.set_thresholds(attach=0.2, propose=0.05, before=(0.9, 0.3), by=lin, at=AT)

    assert say(product, ALIKE, zhao).handoffs.get().way == "matched"
    assert Entry.objects.get(kind="handoff.thresholds_changed").payload["attach"] == 0.2
    with pytest.raises(StaleEdit):
        operations.set_thresholds(attach=0.5, propose=0.05, before=(0.9, 0.3), by=lin, at=AT)
    for attach, propose in ((0.1, 0.2), (1.5, 0.1), (0.5, 0.0)):
        with pytest.raises(operations.ThresholdsCrossed):
            operations.set_thresholds(
                attach=attach, propose=propose, before=(0.2, 0.05), by=lin, at=AT
            )
    with pytest.raises(NotAllowed):
        operations.set_thresholds(attach=0.5, propose=0.1, before=(0.2, 0.05), by=zhao, at=AT)


def test_feedback_of_a_product_out_of_sight_is_not_proposed_to_a_person(
    product: Product, zhao: User
) -> None:
    say(product, ALIKE, zhao)

    assert queries.count_proposals(make_user(Role.GUEST)) == 0
    assert make_feedback().proposals.count() == 0
