"""What each team works in, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from twintrack.foundation.access.queries import list_teams
from twintrack.foundation.people.models import Team, Track, User
from twintrack.rnd.iterations.course import Course, course_of
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Cadence, Iteration
from twintrack.rnd.iterations.progress import Progress, progress_of
from twintrack.rnd.iterations.queries import list_cadences, list_iterations

# More teams than that are looked up in the list.
MOST = 12


@dataclass(frozen=True, kw_only=True)
class TeamNow:
    """A team with the iteration it works in and the next one, if there are any."""

    team: Team
    cadence: Cadence | None
    running: Iteration | None
    course: Course | None
    progress: Progress | None
    following: Iteration | None
    is_overdue: bool


def list_overview(*, for_user: User, team: Team | None, today: date) -> list[TeamNow]:
    """List the teams of R&D, one's own before others; those in an iteration stand first."""
    teams = [team] if team else list(list_teams(for_user=for_user).exclude(track=Track.SALES))
    teams = sorted(teams, key=lambda each: each.pk not in for_user.team_ids)[:MOST]
    cadences = list_cadences(teams)
    found = list(
        list_iterations(for_user=for_user, states=IterationState.values[:2])
        .filter(team__in=teams)
        .order_by("start_on", "pk")
    )
    running = {each.team_id: each for each in found if each.state == IterationState.ACTIVE}
    planned: dict[int, Iteration] = {}
    for each in found:
        if each.state == IterationState.PLANNED:
            planned.setdefault(each.team_id, each)
    courses = course_of(list(running.values()), today)
    progress = progress_of(list(running.values()), for_user=for_user)
    return [
        TeamNow(
            team=each,
            cadence=cadences.get(each.pk),
            running=now,
            course=courses.get(now.pk) if now else None,
            progress=progress.get(now.pk) if now else None,
            following=planned.get(each.pk),
            is_overdue=bool(now and now.is_overdue(today)),
        )
        for each in sorted(teams, key=lambda team: (team.pk not in running, team.pk not in planned))
        for now in [running.get(each.pk)]
    ]
