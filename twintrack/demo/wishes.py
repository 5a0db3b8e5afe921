"""What the company does about requirements: reviews, plans, builds and releases them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from zlib import crc32

from twintrack.demo.cast import Cast
from twintrack.demo.story import Wish
from twintrack.helix.handoffs.queries import list_waiting
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import Method, State
from twintrack.rnd.backlog.models import Requirement, Verdict
from twintrack.rnd.backlog.scoring import Rice, Wsjf
from twintrack.sales.feedback import operations as feedback
from twintrack.sales.feedback.lifecycle import State as FeedbackState
from twintrack.sales.feedback.queries import get_feedback

# Who is asked before an important decision, and how long before it.
BOARD = "chen zhou"
ASKED_BEFORE = 4
OPINIONS = (
    ("两周内能排上，风险不大。", "We can fit it in within two weeks; little risk."),
    ("算法有把握，台架要先排期。", "I trust the algorithm; we need time on the bench."),
    ("客户确实在等，支持。", "Customers do wait for it; I am for it."),
    ("工作量可能比估的多三成。", "It may take a third more than estimated."),
)
CONFIRMED_AFTER = 9
# The one that is put in order by WSJF, and how many days ago that began.
BY_WSJF = ("cloudview", 57)
PARTS = ("user_value", "time_criticality", "opportunity", "job_size")


def follow(cast: Cast) -> None:
    """Write into the diary what happens to each requirement."""
    key, ago = BY_WSJF
    cast.diary.on(ago, 9.4, partial(_choose_scoring, cast, key), key=key)
    for wish in cast.teller.wishes():
        _review(cast, wish)
        _plan(cast, wish)
        for state, ago in wish.states.items():
            cast.diary.on(ago, 17, partial(_advance, cast, wish, State(state)), key=wish.key)


def _choose_scoring(cast: Cast, key: str, at: datetime) -> None:
    backlog.choose_scoring(
        product=cast.products[key], method=Method.WSJF, by=cast.staff["lin"], at=at
    )


def _having(cast: Cast, wish: Wish) -> Requirement:
    requirement = cast.requirements[wish.key]
    requirement.refresh_from_db()
    return requirement


def _review(cast: Cast, wish: Wish) -> None:
    if wish.asked:
        ago, keys = wish.asked
        _ask(cast, wish, ago=ago, keys=keys)
    if not wish.decided:
        return
    ago, _decision = wish.decided
    if wish.priority <= 2 and ago + ASKED_BEFORE < wish.said[0].ago - 1:
        _ask(cast, wish, ago=ago + ASKED_BEFORE, keys=BOARD)
    cast.diary.on(ago, 13.5, partial(_score, cast, wish), key=wish.key)
    if not wish.in_meeting:
        cast.diary.on(ago, 14.5, partial(_decide, cast, wish), key=wish.key)
    for criterion in wish.criteria:
        act = partial(_add_criterion, cast, wish, criterion)
        cast.diary.on(ago - 1, 11, act, key=criterion)


def _ask(cast: Cast, wish: Wish, *, ago: int, keys: str) -> None:
    cast.diary.on(ago, 11, partial(_ask_for, cast, wish, keys), key=wish.key)
    # The first answers within a day, the others think about it.
    who, *others = keys.split()
    answering = [who, *others] if wish.decided else [who]
    for number, key in enumerate(answering):
        act = partial(_give, cast, wish, key)
        cast.diary.on(max(ago - 1 - number, 1), 10 + number, act, key=wish.key + key)


def _ask_for(cast: Cast, wish: Wish, keys: str, at: datetime) -> None:
    question = backlog.Question(
        reviewers=tuple(cast.staff[key] for key in keys.split()),
        due_on=at.date() + timedelta(days=7),
    )
    requirement = _having(cast, wish)
    backlog.ask_for_review(requirement=requirement, question=question, by=cast.staff["lin"], at=at)


def _give(cast: Cast, wish: Wish, key: str, at: datetime) -> None:
    chance = crc32(f"{wish.key}{key}".encode())
    verdict = Verdict.UNSURE if chance % 4 == 3 else Verdict.FOR
    if wish.decided and wish.decided[1] == State.REJECTED:
        verdict = Verdict.AGAINST
    view = backlog.View(verdict=verdict, comment=cast.teller.of(OPINIONS[chance % 4]))
    requirement = _having(cast, wish)
    backlog.give_opinion(requirement=requirement, view=view, by=cast.staff[key], at=at)


def _score(cast: Cast, wish: Wish, at: datetime) -> None:
    reach, impact, confidence, effort = (Decimal(number) for number in wish.rice)
    rice = Rice(reach=reach, impact=impact, confidence=confidence, effort=effort)
    backlog.score(requirement=_having(cast, wish), rice=rice, by=cast.staff["lin"], at=at)
    if wish.wsjf:
        parts = dict(zip(PARTS, wish.wsjf, strict=True))
        backlog.score_by_wsjf(
            requirement=_having(cast, wish), wsjf=Wsjf(**parts), by=cast.staff["lin"], at=at
        )


def decision_of(cast: Cast, wish: Wish) -> backlog.Decision:
    """Give what was decided about a requirement, wherever that happened."""
    assert wish.decided
    return backlog.Decision(
        decision=wish.decided[1],
        reason=wish.reason,
        customer_wording=wish.told,
        revisit_on=cast.diary.day(wish.revisit) if wish.revisit else None,
    )


def _decide(cast: Cast, wish: Wish, at: datetime) -> None:
    decision = decision_of(cast, wish)
    backlog.decide(requirement=_having(cast, wish), decision=decision, by=cast.staff["lin"], at=at)


def _add_criterion(cast: Cast, wish: Wish, text: str, at: datetime) -> None:
    requirement = _having(cast, wish)
    backlog.add_criterion(requirement=requirement, text=text, by=cast.staff["zheng"], at=at)


def _plan(cast: Cast, wish: Wish) -> None:
    if wish.milestone:
        key, ago = wish.milestone
        cast.diary.on(ago, 15.2, partial(_plan_for, cast, wish, key), key=wish.key)
    for ago, offset in wish.dated:
        cast.diary.on(ago, 15.6, partial(_date, cast, wish, offset), key=wish.key)


def _plan_for(cast: Cast, wish: Wish, milestone: str, at: datetime) -> None:
    backlog.plan_for(
        requirement=_having(cast, wish),
        milestone=cast.milestones[milestone],
        by=cast.staff["chen"],
        at=at,
    )


def _date(cast: Cast, wish: Wish, offset: int, at: datetime) -> None:
    requirement = _having(cast, wish)
    backlog.move_date(
        requirement=requirement,
        before=requirement.planned_on,
        to=cast.diary.day(offset),
        by=cast.staff["chen"],
        at=at,
    )


def _advance(cast: Cast, wish: Wish, to: State, at: datetime) -> None:
    workers = {State.IN_DEVELOPMENT: "zhou", State.IN_TESTING: "zheng", State.VALIDATED: "lin"}
    requirement = _having(cast, wish)
    by = cast.staff[workers.get(to, "chen")]
    # The first work item that was begun may have moved it already.
    if requirement.state != to:
        backlog.advance(requirement=requirement, to=to, by=by, at=at)
    if to == State.RELEASED:
        cast.diary.at(at + timedelta(minutes=10), partial(_wait_for_word, cast, wish))


def _wait_for_word(cast: Cast, wish: Wish, at: datetime) -> None:
    """Let most customers say within two weeks whether the release helps."""
    for heard in list_waiting(_having(cast, wish)):
        chance = crc32(heard.number.encode()) % 5
        days = (cast.diary.now - at).days - CONFIRMED_AFTER - chance
        if chance and days > 0:
            cast.diary.on(days, 14, partial(_confirm, cast, heard.number), key=heard.number)


def _confirm(cast: Cast, number: str, at: datetime) -> None:
    heard = get_feedback(number, for_user=cast.staff["admin"])
    if heard.state == FeedbackState.RESOLVED:
        by = heard.customer.owner
        feedback.move(feedback=heard, to=FeedbackState.CONFIRMED, by=by, at=at)
