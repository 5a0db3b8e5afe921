"""Visits."""

from datetime import UTC, datetime, timedelta
from itertools import count

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.sales.visits.lifecycle import HELD
from twintrack.sales.visits.models import NoteSection, NoteTemplate, Visit

_numbers = count(1)
# A Thursday, in the morning of Shanghai.
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_visit(**over: object) -> Visit:
    number = next(_numbers)
    fields: dict[str, object] = {
        "number": f"V-T{number}",
        "purpose": f"Talk {number}",
        "starts_at": AT,
        "planned_at": AT,
    } | over
    if "customer" not in fields:
        fields["customer"] = make_customer()
    if "owner" not in fields:
        fields["owner"] = make_user()
    starts_at = fields["starts_at"]
    assert isinstance(starts_at, datetime)
    fields.setdefault("ends_at", starts_at + HOUR)
    if fields.get("state") in HELD:
        fields.setdefault("held_at", starts_at)
    contacts = fields.pop("contacts", ())
    visit: Visit = Visit.objects.create(**fields)
    visit.contacts.set(contacts)  # type: ignore[arg-type]
    return visit


def make_template() -> tuple[NoteTemplate, NoteSection, NoteSection]:
    """Make a template that asks for one thing and offers another."""
    template = NoteTemplate.objects.create(name_zh="拜访", name_en="Visit", position=0)
    said = NoteSection.objects.create(
        template=template, name_zh="说了什么", name_en="Said", position=1, is_required=True
    )
    rivals = NoteSection.objects.create(
        template=template, name_zh="竞品", name_en="Rivals", position=2
    )
    return template, said, rivals
