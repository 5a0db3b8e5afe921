"""Which iterations there are, as far as a person may see them."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import Team, TeamMembership, User
from twintrack.rnd.iterations.lifecycle import OPEN, IterationState
from twintrack.rnd.iterations.models import Cadence, Iteration


def list_iterations(
    *,
    for_user: User,
    team: Team | None = None,
    states: Collection[str] = (),
    text: str = "",
    on: date | None = None,
) -> QuerySet[Iteration]:
    """List iterations, the latest first: of a team, in some states, or going on at a day."""
    iterations: QuerySet[Iteration] = Iteration.objects.visible_to(for_user)
    if team:
        iterations = iterations.filter(team=team)
    if states:
        iterations = iterations.filter(state__in=states)
    if text:
        named = Q(name__icontains=text) | Q(number__iexact=text) | Q(goal__icontains=text)
        iterations = iterations.filter(named)
    if on:
        iterations = iterations.filter(start_on__lte=on, end_on__gte=on)
    return iterations.select_related("team").order_by("-start_on", "-pk")


def get_iteration(number: str, *, for_user: User) -> Iteration:
    """
    Find an iteration by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Iteration | None = list_iterations(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_choices(*, for_user: User, chosen: int | None = None) -> QuerySet[Iteration]:
    """List the iterations that something can still be planned into, and the chosen one."""
    iterations = list_iterations(for_user=for_user)
    return iterations.filter(Q(state__in=OPEN) | Q(pk=chosen)).order_by("start_on", "pk")


def active_of(team: Team) -> Iteration | None:
    """Find the iteration that a team works in."""
    running: QuerySet[Iteration] = Iteration.objects.filter(team=team, state=IterationState.ACTIVE)
    return running.select_related("team").first()


def next_of(iteration: Iteration) -> Iteration | None:
    """Find the planned iteration that follows one."""
    following: QuerySet[Iteration] = Iteration.objects.filter(
        team=iteration.team_id, state=IterationState.PLANNED, start_on__gt=iteration.start_on
    )
    return following.select_related("team").order_by("start_on", "pk").first()


def previous_of(iteration: Iteration, *, count: int) -> list[Iteration]:
    """List the completed iterations of the team before one, the latest first."""
    before: QuerySet[Iteration] = Iteration.objects.filter(
        team=iteration.team_id,
        state=IterationState.COMPLETED,
        start_on__lt=iteration.start_on,
    )
    return list(before.order_by("-start_on", "-pk")[:count])


def last_of(team: Team) -> Iteration | None:
    """Find the last iteration of a team that was not cancelled."""
    kept: QuerySet[Iteration] = Iteration.objects.filter(team=team)
    kept = kept.exclude(state=IterationState.CANCELLED)
    return kept.order_by("-end_on", "-pk").first()


def count_of(team: Team) -> int:
    """Count the iterations that a team had or has, without cancelled ones."""
    return Iteration.objects.filter(team=team).exclude(state=IterationState.CANCELLED).count()


def cadence_of(team: Team) -> Cadence | None:
    """Find in which cadence a team works, if it said so."""
    return Cadence.objects.filter(team=team).first()


def list_cadences(teams: Iterable[Team]) -> dict[int, Cadence]:
    """Give the cadences of teams by their ids."""
    return {each.team_id: each for each in Cadence.objects.filter(team__in=teams)}


def list_member_ids(team_id: int) -> list[int]:
    """List by their ids who belongs to a team and still works here."""
    members = TeamMembership.objects.filter(team=team_id, user__is_active=True)
    return list(members.values_list("user_id", flat=True))
