"""Say that work cannot go on, and that it can again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.work.events import WorkItemBlocked, WorkItemUnblocked
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations.holding import held


class NothingToBlock(Refusal):
    """Work that is done or given up waits for nothing."""

    message = _("This is done or cancelled: nothing stands in its way.")


class NotBlocked(Refusal):
    """Nothing stands in the way of this work."""

    message = _("This is not blocked. Somebody may have freed it already.")


@transaction.atomic
def block(
    *, item: WorkItem, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> WorkItem:
    """
    Say that work cannot go on, and why; said again, the reason is another one.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if there is no reason.
    :raises NothingToBlock: if it is done or cancelled.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing(_("Say what stands in the way."))
    item = held(item)
    if not item.is_open:
        raise NothingToBlock
    if item.blocked_reason == reason:
        return item
    item.blocked_at, item.blocked_reason, item.updated_at = item.blocked_at or at, reason, at
    item.save(update_fields=["blocked_at", "blocked_reason", "updated_at"])
    event = WorkItemBlocked(
        work_item_id=item.pk, number=item.number, title=item.title, reason=reason
    )
    record(event, about=item, by=by, at=at, caused_by=caused_by)
    return item


@transaction.atomic
def unblock(*, item: WorkItem, by: User, at: datetime, caused_by: Entry | None = None) -> WorkItem:
    """
    Say that work can go on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotBlocked: if nothing stood in the way.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    item = held(item)
    if not item.is_blocked:
        raise NotBlocked
    reason, item.blocked_at, item.blocked_reason, item.updated_at = (
        item.blocked_reason,
        None,
        "",
        at,
    )
    item.save(update_fields=["blocked_at", "blocked_reason", "updated_at"])
    event = WorkItemUnblocked(
        work_item_id=item.pk, number=item.number, title=item.title, reason=reason
    )
    record(event, about=item, by=by, at=at, caused_by=caused_by)
    return item
