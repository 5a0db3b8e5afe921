"""Iterations of teams."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from tests.factories.people import make_team
from twintrack.foundation.people.models import User
from twintrack.rnd.iterations.models import Iteration

_numbers = count(1)
AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
# A Monday.
MONDAY = date(2026, 11, 16)


def make_iteration(*members: User, **over: object) -> Iteration:
    number = next(_numbers)
    fields: dict[str, object] = {
        "number": f"IT-T{number}",
        "name": f"Iteration {number}",
        "start_on": MONDAY,
        "planned_at": AT,
    } | over
    if "team" not in fields:
        fields["team"] = make_team(*members)
    start = fields["start_on"]
    assert isinstance(start, date)
    fields.setdefault("end_on", start + timedelta(days=13))
    iteration: Iteration = Iteration.objects.create(**fields)
    return iteration
