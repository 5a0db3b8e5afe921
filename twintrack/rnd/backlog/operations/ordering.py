"""Order requirements by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import rank
from twintrack.rnd.backlog.events import RequirementRanked
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import hold, locked

# Dropping a thousand times into one gap reaches this; then all places are written anew, short.
LONGEST = 120


@transaction.atomic
def reorder(
    *,
    requirement: Requirement,
    after: Requirement | None,
    before: Requirement | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Put a requirement right behind another, or right before one where there is none above.

    With neither it goes to the end.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    hold(requirement, after or before)
    requirement = locked(requirement)
    if requirement in (after, before):
        return requirement
    place = place_beside(requirement, after=after, before=before)
    came_from = requirement.rank
    requirement.rank = place
    requirement.save(update_fields=["rank"])
    record(
        RequirementRanked(
            requirement_id=requirement.pk,
            number=requirement.number,
            came_from=came_from,
            to=place,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


def place_beside(
    requirement: Requirement, *, after: Requirement | None, before: Requirement | None
) -> str:
    """Find the place right behind one, else right before another, else behind all."""
    anchor = after or before
    if anchor is None:
        return last_places(1)[0]
    # Held, so that two who drop something here at once get different places.
    anchor = locked(anchor)
    place = _place(requirement, anchor, is_behind=after is not None)
    if len(place) > LONGEST:
        _renew(Requirement.objects.order_by("rank", "pk"), None, None)
        anchor.refresh_from_db(fields=["rank"])
        place = _place(requirement, anchor, is_behind=after is not None)
    return place


def last_places(count: int) -> list[str]:
    """Give so many places behind all requirements, in their order."""
    # Written by hand: each requirement that is made asks this.
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(rank) FROM backlog_requirement")
        return rank.spread(cursor.fetchone()[0], None, count)


def _place(requirement: Requirement, anchor: Requirement, *, is_behind: bool) -> str:
    others = Requirement.objects.exclude(pk=requirement.pk)
    beside = _beside(others, anchor, is_behind=is_behind)
    if beside and beside.rank == anchor.rank:
        _part(anchor.rank)
        anchor.refresh_from_db(fields=["rank"])
        beside.refresh_from_db(fields=["rank"])
    there = beside.rank if beside else None
    low, high = (anchor.rank, there) if is_behind else (there, anchor.rank)
    return rank.between(low, high)


def _beside(
    others: QuerySet[Requirement], anchor: Requirement, *, is_behind: bool
) -> Requirement | None:
    if is_behind:
        beyond = Q(rank__gt=anchor.rank) | Q(rank=anchor.rank, pk__gt=anchor.pk)
        return others.filter(beyond, rank__gte=anchor.rank).order_by("rank", "pk").first()
    beyond = Q(rank__lt=anchor.rank) | Q(rank=anchor.rank, pk__lt=anchor.pk)
    return others.filter(beyond, rank__lte=anchor.rank).order_by("-rank", "-pk").first()


def _part(shared: str) -> None:
    # Two people added at one place at once: let those that share it follow one another.
    following = Requirement.objects.filter(rank__gt=shared).order_by("rank").first()
    same = Requirement.objects.filter(rank=shared).order_by("pk")
    _renew(same[1:], shared, following.rank if following else None)


def _renew(rows: QuerySet[Requirement], low: str | None, high: str | None) -> None:
    found = list(rows.only("pk", "rank"))
    for each, place in zip(found, rank.spread(low, high, len(found)), strict=True):
        each.rank = place
    Requirement.objects.bulk_update(found, ["rank"], batch_size=500)
