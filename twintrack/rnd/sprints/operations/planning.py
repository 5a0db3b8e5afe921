"""Take work into an iteration, and back to the backlog."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import together
from twintrack.foundation.people.models import User
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit


@transaction.atomic
def place(
    *,
    item: WorkItem,
    iteration: Iteration | None,
    seen: Any = work.UNSEEN,
    after: WorkItem | None = None,
    before: WorkItem | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> WorkItem:
    """
    Take a work item into an iteration, or out of any; `seen` is the one the person saw it in.

    With a neighbour it also gets its place by hand: right behind `after`, else before `before`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody took it elsewhere in between.
    :raises IterationOver: if the iteration takes no more work.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    who: dict[str, Any] = {"by": by, "at": at, "caused_by": caused_by}
    with together():
        edit = Edit(field="iteration", value=iteration, before=seen)
        item = work.change(item=item, edits=[edit], **who)
        if after or before:
            item = work.reorder(item=item, after=after, before=before, **who)
    return item
