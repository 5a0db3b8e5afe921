"""The stand-up: person by person, what each did since the last working day and has in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.queries import team_times
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.planning import Load, read_plan
from twintrack.rnd.work.lifecycle import UNDER_WAY
from twintrack.rnd.work.models import WorkItem

# No pause is longer.
LONGEST_PAUSE = timedelta(days=12)


@dataclass(frozen=True, kw_only=True)
class Standup:
    """Whose turn it is, who comes before and after, and what that person has."""

    person: User
    place: int
    count: int
    before: User | None
    following: User | None
    items: list[WorkItem]
    moved: list[WorkItem]
    in_hand: list[WorkItem]
    blocked: list[WorkItem]
    load: Load


def read_standup(
    iteration: Iteration, items: Sequence[WorkItem], *, asked: str | None, now: datetime
) -> Standup | None:
    """Read the turn of the person asked for, or of the first; nothing where nobody asks."""
    if asked is None:
        return None
    plan = read_plan(iteration, items, today=timezone.localdate(now))
    loads = [each for each in plan.loads if each.person is not None]
    if not loads:
        return None
    people = [each.person for each in loads]
    place = next((n for n, each in enumerate(people) if each and str(each.pk) == asked), 0)
    person = people[place]
    assert person is not None
    own = [each for each in items if each.assignee_id == person.pk]
    since = _last_stand(iteration, now)
    return Standup(
        person=person,
        place=place + 1,
        count=len(people),
        before=people[place - 1] if place else None,
        following=people[place + 1] if place + 1 < len(people) else None,
        items=own,
        moved=[each for each in own if each.entered_at >= since],
        in_hand=[each for each in own if each.state in UNDER_WAY],
        blocked=[each for each in own if each.is_blocked],
        load=loads[place],
    )


def _last_stand(iteration: Iteration, now: datetime) -> datetime:
    """Give the morning of the working day before."""
    today = timezone.localdate(now)
    times = team_times([iteration.team], today - LONGEST_PAUSE, today)[iteration.team_id]
    days = times.working_days(today - LONGEST_PAUSE, today - timedelta(days=1))
    last = days[-1] if days else today - timedelta(days=1)
    return datetime.combine(last, time(), timezone.get_current_timezone())
