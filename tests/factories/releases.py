"""Releases."""

from datetime import UTC, date, datetime
from itertools import count

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.hub.products.models import Version
from twintrack.rnd.releases.models import Release

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DUE = date(2026, 12, 18)


def make_release(**over: object) -> Release:
    number = next(_numbers)
    fields: dict[str, object] = {"number": f"REL-T{number}", "name": f"1.{number}"} | over
    if "product" not in fields:
        fields["product"] = make_product()
    owner = fields.setdefault("owner", None) or make_user()
    fields |= {"owner": owner, "created_by": owner}
    fields.setdefault("planned_on", DUE)
    if "version" not in fields:
        days = {name: fields.get(name) for name in ("released_on", "withdrawn_on")}
        fields["version"] = Version.objects.create(
            product=fields["product"], name=fields["name"], **days
        )
    release: Release = Release.objects.create(created_at=AT, updated_at=AT, **fields)
    return release
