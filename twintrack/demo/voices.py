"""What customers say, who writes it down, and who looks at it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING
from twintrack.demo.story import Wish, Words
from twintrack.foundation.notifications import operations as notifications
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import operations as handoffs
from twintrack.helix.handoffs.queries import find_handoff
from twintrack.rnd.backlog import operations as backlog
from twintrack.sales.feedback import operations as feedback
from twintrack.sales.feedback.lifecycle import Route, State
from twintrack.sales.feedback.models import Feedback

FRIDAY = 4
# The last evening on which everybody read their inbox.
LAST_READ = 6
# What is younger waits to be triaged.
TRIAGED_AFTER = 6
# What is younger than that the product manager has not noticed to be one and the same.
NOTICED_AFTER = 6
THANKS = ("已转达团队，谢谢客户。", "Passed on to the team, with thanks.")


def speak(cast: Cast) -> None:
    """Write into the diary everything that customers say."""
    for wish in cast.teller.wishes():
        for number, words in enumerate(wish.said):
            cast.diary.on(
                words.ago,
                9.2 + (crc32(words.key.encode()) % 5),
                partial(_hear, cast, wish, words, is_first=number == 0),
                key=words.key,
            )
    for words in cast.teller.talk():
        act = partial(_listen, cast, words)
        cast.diary.on(words.ago, 9.5 + (crc32(words.key.encode()) % 6), act, key=words.key)


def read_inboxes(cast: Cast) -> None:
    """Let everybody read on Fridays what they were told; the last days' news is still new."""
    for ago in range(LAST_READ, BEGINNING):
        if cast.diary.day(-ago).weekday() == FRIDAY:
            cast.diary.on(ago, 18, partial(_read, cast))
    cast.diary.on(LAST_READ, 18, partial(_read, cast))


def _read(cast: Cast, at: datetime) -> None:
    for person in cast.staff.values():
        notifications.mark_read(recipient=person, notification_id=None, at=at)


def _hear(
    cast: Cast,
    wish: Wish,
    words: Words,
    at: datetime,
    *,
    is_first: bool,
) -> None:
    """Write words down; unless they are the first of their kind, put them where they belong."""
    by = _listener(cast, words)
    heard = _record(cast, words, wish.module, by, at)
    known = cast.requirements.get(wish.key)
    if known is not None and words.is_apart:
        if words.ago >= NOTICED_AFTER:
            act = partial(_merge, cast, wish, heard)
            cast.diary.on(words.ago - 2, 16.5, act, key=words.key)
    elif known is not None:
        known.refresh_from_db()
        handoffs.attach(feedback=heard, requirement=known, by=by, at=at)
    elif is_first:
        cast.diary.at(at + timedelta(minutes=6), partial(_find, cast, wish, heard))
        _name_it(cast, wish)
    if words.ago >= TRIAGED_AFTER:
        act = partial(_triage, cast, heard, Route.RND, "")
        cast.diary.on(words.ago - 1, 15, act, key=words.key)


def _merge(cast: Cast, wish: Wish, heard: Feedback, at: datetime) -> None:
    """Let the product manager notice that two requirements are one."""
    handoff, target = find_handoff(heard), cast.requirements[wish.key]
    if handoff is not None:
        sources = [handoff.requirement]
        backlog.merge(sources=sources, target=target, by=cast.staff["lin"], at=at)


def _find(cast: Cast, wish: Wish, heard: Feedback, _at: datetime) -> None:
    """Take note of the requirement that came of it by itself."""
    handoff = find_handoff(heard)
    if handoff is not None:
        cast.requirements[wish.key] = handoff.requirement


def _name_it(cast: Cast, wish: Wish) -> None:
    ago = wish.said[0].ago
    if ago:
        cast.diary.on(ago - 1, 16, partial(_describe, cast, wish), key=wish.key)


def _describe(cast: Cast, wish: Wish, at: datetime) -> None:
    """Let the product manager give what a customer said the name it will be known by."""
    requirement, by = cast.requirements[wish.key], cast.staff["lin"]
    requirement.refresh_from_db()
    backlog.rename(
        requirement=requirement, before=requirement.title, title=wish.title, by=by, at=at
    )
    backlog.classify(requirement=requirement, before=requirement.kind, kind=wish.kind, by=by, at=at)
    if wish.priority != requirement.priority:
        backlog.prioritise(
            requirement=requirement,
            before=requirement.priority,
            priority=wish.priority,
            by=by,
            at=at,
        )


def _listen(cast: Cast, words: Words, at: datetime) -> None:
    """Write down what asks for an answer or for thanks, and give it."""
    heard = _record(cast, words, "", _listener(cast, words), at)
    if words.withdrawn:
        act = partial(_take_back, heard, words.withdrawn)
        cast.diary.at(at + timedelta(minutes=40), act)
    answer = words.answer or (cast.teller.of(THANKS) if words.kind == "praise" else "")
    if answer and words.ago >= TRIAGED_AFTER:
        act = partial(_triage, cast, heard, Route.ANSWER, answer)
        cast.diary.on(words.ago - 1, 14, act, key=words.key)


def _take_back(heard: Feedback, reason: str, at: datetime) -> None:
    heard.refresh_from_db()
    feedback.withdraw(feedback=heard, reason=reason, by=heard.recorded_by, at=at)


def _record(cast: Cast, words: Words, module: str, by: User, at: datetime) -> Feedback:
    contacts = cast.contacts[words.by]
    said = feedback.Said(
        customer=cast.customers[words.by],
        contact=contacts[-1 if words.channel == "meeting" else 0],
        product=cast.products[words.about],
        module=cast.modules.get((words.about, module)),
        version=next(
            version
            for version in reversed(cast.versions[words.about])
            if version.released_on and version.released_on <= at.date()
        ),
        verbatim=words.verbatim,
        kind=words.kind,
        severity=words.severity,
        channel=words.channel,
        owner=cast.customers[words.by].owner,
    )
    cast.said[words.key] = feedback.record(said=said, by=by, at=at)
    return cast.said[words.key]


def _listener(cast: Cast, words: Words) -> User:
    """Choose who hears it: mostly who looks after the customer."""
    chance = crc32(words.key.encode()) % 10
    if words.channel == "phone" and words.kind == "complaint" and chance < 5:
        return cast.staff["he"]
    if words.channel == "visit" and chance < 4:
        return cast.staff["wang"]
    if words.channel == "meeting" and chance < 3:
        return cast.staff["luo"]
    return cast.customers[words.by].owner


def _triage(cast: Cast, heard: Feedback, route: Route, note: str, at: datetime) -> None:
    by = cast.staff["lin"]
    heard.refresh_from_db()
    if heard.state not in {State.NEW, State.LINKED}:
        return
    triaged = feedback.triage(feedback=heard, route=route, note=note, by=by, at=at)
    if route == Route.ANSWER:
        feedback.move(feedback=triaged, to=State.RESOLVED, by=by, at=at)
