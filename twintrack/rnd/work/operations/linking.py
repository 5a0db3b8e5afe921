"""Say how work items stand to one another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.work.events import WorkItemLinked, WorkItemUnlinked
from twintrack.rnd.work.models import LinkKind, WorkItem, WorkItemLink
from twintrack.rnd.work.operations.holding import hold_all


class LinkUnfit(Refusal):
    """These two cannot be linked so."""

    message = _("These two cannot be linked like this: one would wait for itself.")
    status = 422


@transaction.atomic
def link(
    *,
    item: WorkItem,
    kind: LinkKind,
    other: WorkItem,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> WorkItemLink:
    """
    Link a work item to another: it blocks it, goes with it or says the same.

    Linked twice, the first link stays.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LinkUnfit: if one would block itself, at whatever distance.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    hold_all([item.pk, other.pk])
    if item.pk == other.pk or (kind == LinkKind.BLOCKS and _waits_for(item, other)):
        raise LinkUnfit
    ends = {"source": item, "target": other, "kind": kind}
    found = WorkItemLink.objects.filter(**ends).first()
    if found is not None:
        return found
    made = WorkItemLink.objects.create(**ends, made_by=by, made_at=at)
    event = WorkItemLinked(
        work_item_id=item.pk,
        number=item.number,
        link_kind=kind.value,
        other_id=other.pk,
        other_number=other.number,
    )
    record(event, about=item, also=[other], by=by, at=at, caused_by=caused_by)
    return made


@transaction.atomic
def unlink(*, link: WorkItemLink, by: User, at: datetime, caused_by: Entry | None = None) -> None:
    """
    Take a link away.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    event = WorkItemUnlinked(
        work_item_id=link.source_id,
        number=link.source.number,
        link_kind=link.kind,
        other_id=link.target_id,
        other_number=link.target.number,
    )
    about, other = link.source, link.target
    link.delete()
    record(event, about=about, also=[other], by=by, at=at, caused_by=caused_by)


def _waits_for(item: WorkItem, other: WorkItem) -> bool:
    """Say whether the one waits for the other already, however many stand between."""
    reached, edge = {other.pk}, {other.pk}
    while edge:
        blocked = WorkItemLink.objects.filter(source_id__in=edge, kind=LinkKind.BLOCKS)
        edge = set(blocked.values_list("target_id", flat=True)) - reached
        reached |= edge
    return item.pk in reached
