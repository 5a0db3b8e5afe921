"""What texts name: requirements by one pattern of a repository, work items by another."""

from __future__ import annotations

from collections.abc import Iterable

from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.engineering.history.references import numbers_in
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.work.models import WorkItem

WORK = "W"
# By which column of a link something is meant, and its id.
Target = tuple[str, int]


def named_in(text: str, repository: Repository) -> list[str]:
    """List the numbers that a text names, those of requirements first."""
    requirements = numbers_in(text, repository.reference_pattern)
    return requirements + numbers_in(text, repository.work_item_pattern, prefix=WORK)


def targets_of(numbers: Iterable[str]) -> dict[str, Target]:
    """Give what the numbers stand for; those that nothing has are left out."""
    asked = set(numbers)
    items = {each for each in asked if each.startswith(f"{WORK}-")}
    wishes = Requirement.objects.filter(number__in=asked - items).values_list("number", "pk")
    found: dict[str, Target] = {number: ("requirement_id", pk) for number, pk in wishes}
    if items:
        rows = WorkItem.objects.filter(number__in=items).values_list("number", "pk")
        found |= {number: ("work_item_id", pk) for number, pk in rows}
    return found
