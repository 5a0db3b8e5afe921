"""Make teams, and say who belongs to them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.events import TeamAdded, TeamChanged, TeamJoined, TeamLeft
from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import Team, TeamMembership, User


class TeamNameTaken(Refusal):
    """Another team has this name."""

    message = _("Another team has this name.")


@transaction.atomic
def add_team(
    *, name: str, track: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Team:
    """
    Make a team.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TeamNameTaken: if another one has the name.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    if Team.objects.filter(name__iexact=name).exists():
        raise TeamNameTaken
    team = Team.objects.create(name=name, track=track)
    event = TeamAdded(team_id=team.pk, name=name)
    record(event, about=team, by=by, at=at, caused_by=caused_by)
    return team


@transaction.atomic
def change_team(
    *,
    team: Team,
    before: str,
    name: str,
    track: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Team:
    """
    Give a team another name or track; `before` is the name that was seen.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody renamed it in between.
    :raises TeamNameTaken: if another one has the name.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    team = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if team.name != before:
        raise StaleEdit(field="name", current=team.name, attempted=name)
    if (team.name, team.track) == (name, track):
        return team
    if Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists():
        raise TeamNameTaken
    team.name, team.track = name, track
    team.save(update_fields=["name", "track"])
    event = TeamChanged(team_id=team.pk, came_from=before, name=name, track=track)
    record(event, about=team, by=by, at=at, caused_by=caused_by)
    return team


@transaction.atomic
def join_team(
    *, team: Team, user: User, by: User, at: datetime, caused_by: Entry | None = None
) -> Team:
    """
    Let a person belong to a team; a member stays one.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    _membership, is_new = TeamMembership.objects.get_or_create(team=team, user=user)
    if not is_new:
        return team
    event = TeamJoined(team_id=team.pk, team_name=team.name, user_id=user.pk, name=user.name)
    record(event, about=team, by=by, at=at, caused_by=caused_by, also=[user])
    return team


@transaction.atomic
def leave_team(
    *, team: Team, user: User, by: User, at: datetime, caused_by: Entry | None = None
) -> Team:
    """
    Let a person belong to a team no longer.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    gone, _each = TeamMembership.objects.filter(team=team, user=user).delete()
    if not gone:
        return team
    event = TeamLeft(team_id=team.pk, team_name=team.name, user_id=user.pk, name=user.name)
    record(event, about=team, by=by, at=at, caused_by=caused_by, also=[user])
    return team
