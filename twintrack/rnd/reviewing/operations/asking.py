"""Let the people of a meeting vote: whoever comes is asked for an opinion on what is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.review_queue import find_open_request
from twintrack.rnd.backlog.visibility import may_see
from twintrack.rnd.reviewing.lifecycle import Outcome
from twintrack.rnd.reviewing.models import Meeting


def ask_participants(
    meeting: Meeting, *, by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """Ask who is invited about all that is open on the agenda and can be asked about."""
    people = [each.person for each in meeting.participants.select_related("person")]
    open_items = meeting.items.filter(outcome=Outcome.OPEN).order_by("requirement_id")
    for item in open_items.select_related("requirement"):
        _ask(item.requirement, people, meeting, by=by, at=at, caused_by=caused_by)


def _ask(
    requirement: Requirement,
    people: Sequence[User],
    meeting: Meeting,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    if not requirement.is_askable:
        return
    voters = [each for each in people if may_see(each, requirement)]
    known = find_open_request(requirement)
    asked = [each.reviewer for each in known.opinions.all()] if known else []
    if not set(voters) - set(asked):
        return
    today = timezone.localdate(at)
    due_on = known.due_on if known and known.due_on and known.due_on >= today else None
    question = backlog.Question(
        reviewers=tuple(dict.fromkeys([*asked, *voters])),
        due_on=due_on,
        note=known.note if known else "",
        meeting=meeting.number,
    )
    backlog.ask_for_review(
        requirement=requirement, question=question, by=by, at=at, caused_by=caused_by
    )
