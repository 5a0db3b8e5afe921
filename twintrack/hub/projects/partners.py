"""
What apps above know a project as: they are told of what happens to it, and may refuse its moves.

They register from their `ready`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model

from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.hub.projects.models import Project


@dataclass(frozen=True)
class Partner:
    """
    One app's view of projects.

    `concerned` lists its objects that entries on a project concern as well; `check` raises a
    refusal where a project may not come into a state, for the reason that is given or for none.
    """

    concerned: Callable[[Project], Iterable[Model]]
    check: Callable[[Project, ProjectState, str], None]


_partners: list[Partner] = []


def register_partner(partner: Partner) -> None:
    """Let an app take part in what happens to projects."""
    _partners.append(partner)


def concerned_with(project: Project) -> list[Model]:
    """List what entries on a project concern besides it."""
    return [each for partner in _partners for each in partner.concerned(project)]


def check_move(project: Project, to: ProjectState, reason: str) -> None:
    """Let every partner refuse a move."""
    for partner in _partners:
        partner.check(project, to, reason)
