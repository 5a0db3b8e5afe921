"""Projects and milestones."""

from datetime import UTC, date, datetime
from itertools import count

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.hub.projects.models import Milestone, Project

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DUE = date(2026, 12, 18)


def make_project(**over: object) -> Project:
    number = next(_numbers)
    fields: dict[str, object] = {"number": f"P-T{number}", "name": f"Project {number}"} | over
    if "product" not in fields:
        fields["product"] = make_product()
    if "owner" not in fields:
        fields["owner"] = make_user()
    project: Project = Project.objects.create(opened_at=AT, **fields)
    return project


def make_milestone(**over: object) -> Milestone:
    number = next(_numbers)
    fields: dict[str, object] = {
        "number": f"M-T{number}",
        "name": f"Milestone {number}",
        "kind": "core_module_tested",
        "due_on": DUE,
        "forecast_on": DUE,
    } | over
    if "project" not in fields:
        fields["project"] = make_project()
    milestone: Milestone = Milestone.objects.create(**fields)
    return milestone
