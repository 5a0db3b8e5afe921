"""A review: people are asked, say what they think, and one decides; the decision can come back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.rnd.backlog import operations, review_queue
from twintrack.rnd.backlog.events import DecisionTakenBack, OpinionGiven, ReviewAsked
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Opinion, Review
from twintrack.rnd.backlog.operations import Decision, Question, View
from twintrack.rnd.backlog.scoring import Rice

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
TODAY = AT.date()
YES = Decision(decision="accepted", reason="four lines stand still", customer_wording="We do it.")


def test_reviewers_of_both_tracks_are_asked_told_and_answer() -> None:
    lin, zhao = make_user(Role.PRODUCT_MANAGER), make_user(Role.SALESPERSON)
    chen = make_user(Role.RND_LEAD)
    requirement = make_requirement()
    question = Question(reviewers=(zhao, lin), due_on=date(2026, 11, 27), note="worth it?")

    asked = operations.ask_for_review(requirement=requirement, question=question, by=lin, at=AT)
    drain()

    assert asked.state == State.UNDER_REVIEW
    assert Entry.objects.get(kind="requirement.review_asked").event == ReviewAsked(
        requirement_id=requirement.pk,
        number=requirement.number,
        title=requirement.title,
        reviewer_ids=(zhao.pk, lin.pk),
        reviewer_names=(zhao.name, lin.name),
        due_on=date(2026, 11, 27),
        note="worth it?",
    )
    # Who asks is not told of the own question.
    assert [(each.recipient, each.told_by) for each in Notification.objects.all()] == [
        (zhao, "backlog/review_asked")
    ]
    assert list(review_queue.list_opinions_wanted(for_user=zhao)) == [requirement]
    with pytest.raises(operations.NotAsked):
        operations.give_opinion(requirement=requirement, view=View(verdict="for"), by=chen, at=AT)


def test_an_opinion_keeps_its_estimate_and_the_last_one_is_told_to_who_asked() -> None:
    lin, zhao = make_user(Role.PRODUCT_MANAGER), make_user(Role.SALESPERSON)
    requirement = make_requirement()
    operations.ask_for_review(
        requirement=requirement, question=Question(reviewers=(zhao,)), by=lin, at=AT
    )
    rice = Rice(reach=Decimal(4), impact=Decimal(2), confidence=Decimal(80), effort=Decimal(1))

    operations.give_opinion(
        requirement=requirement,
        view=View(verdict="for", comment=" They ask weekly. ", rice=rice),
        by=zhao,
        at=LATER,
    )
    drain()

    opinion = Opinion.objects.get()
    assert (opinion.verdict, opinion.comment, opinion.reach) == ("for", "They ask weekly.", 4)
    event = Entry.objects.get(kind="requirement.opinion_given").event
    assert isinstance(event, OpinionGiven)
    assert event.awaited == 0
    assert Notification.objects.filter(recipient=lin, told_by="backlog/opinions_complete").exists()
    assert not review_queue.list_opinions_wanted(for_user=zhao)


def test_asking_again_keeps_opinions_and_lets_those_go_who_need_not_answer() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    first, second, third = (make_user(Role.ENGINEER) for _ in range(3))
    requirement = make_requirement()
    operations.ask_for_review(
        requirement=requirement, question=Question(reviewers=(first, second)), by=lin, at=AT
    )
    operations.give_opinion(requirement=requirement, view=View(verdict="against"), by=first, at=AT)

    operations.ask_for_review(
        requirement=requirement, question=Question(reviewers=(third,)), by=lin, at=LATER
    )

    request = review_queue.find_open_request(requirement)
    assert request is not None
    assert {each.reviewer for each in request.opinions.all()} == {first, third}


def test_what_cannot_be_asked_is_refused() -> None:
    lin, zhou = make_user(Role.PRODUCT_MANAGER), make_user(Role.ENGINEER)
    hidden = make_requirement(product=make_product(reach="teams"))

    def ask(requirement: object, question: Question, by: object = lin) -> None:
        operations.ask_for_review(requirement=requirement, question=question, by=by, at=AT)  # type: ignore[arg-type]

    with pytest.raises(operations.NobodyAsked):
        ask(make_requirement(), Question(reviewers=()))
    with pytest.raises(operations.DueBefore):
        ask(make_requirement(), Question(reviewers=(zhou,), due_on=date(2026, 11, 23)))
    with pytest.raises(operations.PersonCannotSee):
        ask(hidden, Question(reviewers=(zhou,)))
    with pytest.raises(operations.PersonCannotSee):
        ask(make_requirement(), Question(reviewers=(make_user(Role.GUEST),)))
    with pytest.raises(StateNotReachable):
        ask(make_requirement(state="accepted"), Question(reviewers=(zhou,)))
    with pytest.raises(NotAllowed):
        ask(make_requirement(), Question(reviewers=(zhou,)), by=make_user(Role.SALESPERSON))
    with pytest.raises(operations.VerdictMissing):
        operations.give_opinion(
            requirement=make_requirement(), view=View(verdict=""), by=zhou, at=AT
        )
    assert not Entry.objects.exists()


def test_a_withdrawn_review_leaves_the_requirement_where_it_was() -> None:
    lin, zhou = make_user(Role.PRODUCT_MANAGER), make_user(Role.ENGINEER)
    requirement = make_requirement(state="deferred")
    operations.ask_for_review(
        requirement=requirement, question=Question(reviewers=(zhou,)), by=lin, at=AT
    )

    back = operations.withdraw_review(requirement=requirement, by=lin, at=LATER)

    assert back.state == State.DEFERRED
    assert not review_queue.list_opinions_wanted(for_user=zhou)
    with pytest.raises(StateNotReachable):
        operations.withdraw_review(requirement=requirement, by=lin, at=LATER)


def test_a_decision_ends_the_review_and_taking_it_back_opens_it_again() -> None:
    lin, zhou = make_user(Role.PRODUCT_MANAGER), make_user(Role.ENGINEER)
    requirement = make_requirement()
    operations.ask_for_review(
        requirement=requirement, question=Question(reviewers=(zhou,)), by=lin, at=AT
    )
    operations.decide(requirement=requirement, decision=YES, by=lin, at=LATER)
    assert not review_queue.list_opinions_wanted(for_user=zhou)

    back = operations.take_back(requirement=requirement, by=lin, at=LATER)

    assert back.state == State.UNDER_REVIEW
    assert list(review_queue.list_opinions_wanted(for_user=zhou)) == [requirement]
    assert Review.objects.get().taken_back_by == lin
    assert Entry.objects.latest("pk").event == DecisionTakenBack(
        requirement_id=requirement.pk,
        number=requirement.number,
        decision="accepted",
        to="under_review",
    )
    with pytest.raises(operations.NothingDecided):
        operations.take_back(requirement=requirement, by=lin, at=LATER)


def test_taking_back_a_later_decision_restores_the_earlier_one_with_its_day() -> None:
    lin, requirement = make_user(Role.PRODUCT_MANAGER), make_requirement()
    day = date(2027, 1, 15)
    later = Decision(decision="deferred", reason="after the fair", revisit_on=day)
    operations.decide(requirement=requirement, decision=later, by=lin, at=AT)
    operations.decide(requirement=requirement, decision=YES, by=lin, at=LATER)

    back = operations.take_back(requirement=requirement, by=lin, at=LATER)

    assert (back.state, back.revisit_on) == (State.DEFERRED, day)


def test_a_deferred_requirement_comes_back_on_its_day() -> None:
    lin, requirement = make_user(Role.PRODUCT_MANAGER), make_requirement()
    day = TODAY + timedelta(days=7)
    later = Decision(decision="deferred", reason="after the fair", revisit_on=day)

    operations.decide(requirement=requirement, decision=later, by=lin, at=AT)

    def queue(today: date) -> list[object]:
        return list(review_queue.list_undecided(for_user=lin, today=today))

    assert (queue(TODAY), queue(day)) == ([], [requirement])
    # An hour after midnight it is the next day here, whatever the day is in Greenwich.
    for at, today in ((AT, TODAY), (AT.replace(hour=17), TODAY + timedelta(days=1))):
        with pytest.raises(operations.ComesBackBefore):
            operations.decide(
                requirement=make_requirement(),
                decision=Decision(decision="deferred", reason="x", revisit_on=today),
                by=lin,
                at=at,
            )


def test_what_is_built_or_merged_is_not_taken_back() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)

    with pytest.raises(operations.BuiltAlready):
        operations.take_back(requirement=make_requirement(state="in_testing"), by=lin, at=AT)
    with pytest.raises(operations.Closed):
        operations.decide(requirement=make_requirement(state="merged"), decision=YES, by=lin, at=AT)
    with pytest.raises(NotAllowed):
        operations.take_back(
            requirement=make_requirement(state="accepted"), by=make_user(Role.CSM), at=AT
        )


def test_the_queue_counts_what_waits_and_the_badge_what_waits_for_me() -> None:
    lin, zhou = make_user(Role.PRODUCT_MANAGER), make_user(Role.ENGINEER)
    asked = make_requirement(created_at=AT - timedelta(days=9))
    make_requirement(state="under_review")
    make_requirement(state="accepted")
    operations.ask_for_review(
        requirement=asked, question=Question(reviewers=(zhou,)), by=lin, at=AT
    )

    rows = review_queue.list_undecided(for_user=lin, today=TODAY)
    waiting = review_queue.count_undecided(rows, today=TODAY)

    assert waiting.count == 2
    assert waiting.since == asked.created_at
    assert (review_queue.count_waiting(lin), review_queue.count_waiting(zhou)) == (2, 1)
