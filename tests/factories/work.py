"""Work items."""

from datetime import UTC, datetime
from itertools import count

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.rnd.work.models import Defect, Kind, WorkItem
from twintrack.rnd.work.operations.holding import places

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def make_work_item(**over: object) -> WorkItem:
    """Make a work item; `defect` gives what is known of it as a defect."""
    number = next(_numbers)
    facts = over.pop("defect", None)
    fields: dict[str, object] = {
        "number": f"W-T{number}",
        "title": f"Work {number}",
        "entered_at": AT,
        "created_at": AT,
        "updated_at": AT,
    } | over
    fields.setdefault("rank", places.last(1)[0])
    fields["product"] = fields.get("product") or make_product()
    fields["created_by"] = fields.get("created_by") or make_user()
    if facts is not None:
        fields["kind"] = Kind.DEFECT
    item: WorkItem = WorkItem.objects.create(**fields)
    if item.kind == Kind.DEFECT:
        Defect.objects.create(item=item, **(facts or {}))
    return item
