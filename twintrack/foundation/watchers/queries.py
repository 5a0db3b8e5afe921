"""Who watches an object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import see
from twintrack.foundation.memory.recalling import recall
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.objects.kinds import kind_of
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers.models import Watcher

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True, kw_only=True)
class Watching:
    """Somebody who watches; `since` when, where it does not follow from looking after it."""

    person: User
    since: datetime | None = None

    @property
    def asked(self) -> bool:
        return self.since is not None


def get_watched(kind: str, pk: int, *, for_user: User) -> Model:
    """
    Find an object that can be watched and talked about.

    :raises NotThere: if there is none, it is of another kind, or the person may not see it.
    """
    about: Model = see(kind, pk, for_user=for_user)
    if kind_of(about).looked_after_by is None:
        raise NotThere
    return about


def list_watching(about: Model) -> list[Watching]:
    """List who watches an object: who asked to first, then who looks after it."""
    kind = kind_of(about)
    rows = Watcher.objects.filter(about_kind=kind.code, about_id=about.pk).order_by("pk")
    spoken: dict[int, tuple[bool, datetime]] = standing(
        f"watchers.{kind.code}.{about.pk}",
        lambda: {pk: (is_on, since) for pk, is_on, since in _spoken(rows)},
        about=(kind.code,),
    )
    wanted: dict[int, datetime | None] = {
        pk: since for pk, (is_on, since) in spoken.items() if is_on
    }
    looking = kind.looked_after_by(about) if kind.looked_after_by else ()
    wanted |= {pk: None for pk in looking if pk and pk not in spoken}
    people = recall(User, wanted)
    found = [Watching(person=people[pk], since=wanted[pk]) for pk in wanted if pk in people]
    return [each for each in found if each.person.is_active and not each.person.is_service]


def _spoken(rows: QuerySet[Watcher]) -> QuerySet[Watcher, tuple[int, bool, datetime]]:
    return rows.values_list("user_id", "is_on", "since")


def watching_at(about: Model, moment: datetime) -> list[Watching]:
    """List who watches an object and did so already at a moment: what was before is no news."""
    return [each for each in list_watching(about) if each.since is None or each.since <= moment]


def list_people_watching(about: Model) -> list[User]:
    """List the people who watch an object."""
    return [each.person for each in list_watching(about)]
