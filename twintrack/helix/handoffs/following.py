"""What customers said follows its requirement when that is merged, taken out again or split."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import HandoffMoved
from twintrack.helix.handoffs.models import Handoff, MergedHandoff
from twintrack.helix.handoffs.operations import recount
from twintrack.helix.handoffs.queries import standing_for
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import hold


class NotAPart(Refusal):
    """Feedback is to go to a requirement that is no part of this one."""

    message = _("Feedback can only go to the parts of this requirement.")
    status = 422


@transaction.atomic
def follow_merge(
    *,
    source: Requirement,
    target: Requirement,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> int:
    """
    Put all feedback of a merged requirement behind the one that stands for both; gives how many.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MERGE_REQUIREMENT)
    hold(source, target)
    moving = _held(requirement=source)
    MergedHandoff.objects.bulk_create(
        [MergedHandoff(handoff=each, source=source, target=target) for each in moving],
        ignore_conflicts=True,
    )
    moves = [(each, target) for each in moving]
    _move(moves, by=by, at=at, caused_by=caused_by)
    return len(moves)


@transaction.atomic
def follow_unmerge(
    *, source: Requirement, by: User, at: datetime, caused_by: Entry | None = None
) -> int:
    """
    Give a requirement back what followed it, but for what people have moved since.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MERGE_REQUIREMENT)
    followed = list(MergedHandoff.objects.filter(source=source).select_related("target"))
    hold(source, *(standing_for(each.target) for each in followed))
    stands_at = {each.handoff_id: standing_for(each.target).pk for each in followed}
    moving = [each for each in _held(pk__in=stands_at) if each.requirement_id == stands_at[each.pk]]
    MergedHandoff.objects.filter(source=source).delete()
    moves = [(each, source) for each in moving]
    _move(moves, by=by, at=at, caused_by=caused_by)
    return len(moves)


@transaction.atomic
def distribute(
    *,
    requirement: Requirement,
    choices: Mapping[int, int],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> int:
    """
    Put feedback behind the parts of a requirement: the ids of feedback, each with a part's id.

    What no longer stands behind the whole is left where it is; gives how many moved.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotAPart: if one is to go to a requirement that is no part of this one.
    """
    check_may(by, Act.HAND_OVER)
    parts = {part.pk: part for part in Requirement.objects.filter(split_from=requirement)}
    if not set(choices.values()) <= set(parts):
        raise NotAPart
    hold(requirement, *parts.values())
    moving = _held(requirement=requirement, feedback__in=choices)
    moves = [(each, parts[choices[each.feedback_id]]) for each in moving]
    _move(moves, by=by, at=at, caused_by=caused_by)
    return len(moves)


def _held(**wanted: object) -> list[Handoff]:
    # Rows in the order of their ids, so that two who move crosswise do not wait for each other.
    found = (
        Handoff.objects.select_for_update(no_key=True, of=("self",)).filter(**wanted).order_by("pk")
    )
    return list(found.select_related("feedback", "requirement"))


def _move(
    moves: list[tuple[Handoff, Requirement]],
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    told: list[Record] = []
    concerned: dict[int, Requirement] = {}
    for handoff, to in moves:
        before = handoff.requirement
        handoff.requirement = to
        concerned |= {before.pk: before, to.pk: to}
        event = HandoffMoved(
            feedback_id=handoff.feedback_id,
            feedback_number=handoff.feedback.number,
            came_from_number=before.number,
            requirement_id=to.pk,
            requirement_number=to.number,
        )
        told.append(Record(event=event, about=handoff.feedback, also=[before, to]))
    Handoff.objects.bulk_update([handoff for handoff, _to in moves], ["requirement"])
    for requirement in concerned.values():
        recount(requirement, by=by, at=at, caused_by=caused_by)
    record_many(told, by=by, at=at, caused_by=caused_by)
