"""Requirements that may be the same as another one; who compares texts says which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.surroundings import list_mergeable

SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A requirement, and how sure it is that it is the same, from 0 to 1."""

    requirement: Requirement
    similarity: float

    @property
    def percent(self) -> int:
        return round(100 * self.similarity)


Compare = Callable[[Requirement], list[Alike]]
_compare: list[Compare] = []


def register_comparison(compare: Compare) -> None:
    """Let the helix say what a requirement is like; called from its `ready`."""
    _compare[:] = [compare]


def list_alike(requirement: Requirement, *, for_user: User) -> list[Alike]:
    """List what may be merged with a requirement by somebody who may merge, the surest first."""
    if not _compare or not requirement.is_mergeable or not may(for_user, Act.MERGE_REQUIREMENT):
        return []
    found = _compare[0](requirement)
    ids = [each.requirement.pk for each in found]
    allowed = {each.pk: each for each in list_mergeable(for_user=for_user, ids=ids)} if ids else {}
    seen = [
        Alike(requirement=allowed[each.requirement.pk], similarity=each.similarity)
        for each in found
        if each.requirement.pk in allowed
    ]
    return seen[:SHOWN]
