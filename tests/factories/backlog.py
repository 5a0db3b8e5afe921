"""Requirements."""

from datetime import UTC, datetime
from itertools import count

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.ordering import places

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def make_requirement(**over: object) -> Requirement:
    number = next(_numbers)
    fields: dict[str, object] = {"number": f"REQ-T{number}", "title": f"Need {number}"} | over
    fields.setdefault("rank", places.last(1)[0])
    fields.setdefault("product", None)
    if fields["product"] is None:
        fields["product"] = make_product()
    owner = fields.setdefault("owner", None) or make_user()
    fields |= {"owner": owner, "created_by": owner, "updated_at": AT}
    fields.setdefault("created_at", AT)
    requirement: Requirement = Requirement.objects.create(**fields)
    return requirement
