"""Open projects, describe them anew, and bring them to an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.projects.events import (
    ProjectChanged,
    ProjectHandedOver,
    ProjectMoved,
    ProjectOpened,
)
from twintrack.hub.projects.lifecycle import NEXT_STATES, ProjectKind, ProjectState
from twintrack.hub.projects.models import Project
from twintrack.hub.projects.partners import check_move, concerned_with


class DatesCrossed(Refusal):
    """A project would end before it starts."""

    message = _("The project would end before it starts.")
    status = 422


class OwnerUnfit(Refusal):
    """The new owner may not see it."""

    message = _("This colleague may not see it, so cannot look after it.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class ProjectDetails:
    """What is known of a project when it is opened."""

    name: str
    product: Product
    kind: str = ProjectKind.RND
    start_on: date | None = None
    due_on: date | None = None
    # Who answers for it; without one, whoever opens it.
    owner: User | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectWording:
    """What may be written anew of a project."""

    name: str
    owner: User
    start_on: date | None = None
    due_on: date | None = None


@transaction.atomic
def open_project(
    *, details: ProjectDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Project:
    """
    Open a project that the person, or its owner, answers for.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DatesCrossed: if it would end before it starts.
    """
    check_may(by, Act.MANAGE_PROJECTS)
    if details.start_on and details.due_on and details.due_on < details.start_on:
        raise DatesCrossed
    project: Project = Project.objects.create(
        **vars(details) | {"number": next_number("P"), "owner": details.owner or by},
        opened_at=at,
    )
    record(
        ProjectOpened(project_id=project.pk, number=project.number, name=project.name),
        about=project,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[details.product],
    )
    return project


@transaction.atomic
def change_project(
    *,
    project: Project,
    wording: ProjectWording,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Project:
    """
    Write the name, the owner and the days of a project anew.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DatesCrossed: if it would end before it starts.
    """
    check_may(by, Act.MANAGE_PROJECTS)
    if wording.start_on and wording.due_on and wording.due_on < wording.start_on:
        raise DatesCrossed
    project = _locked(project)
    changed = {
        field: str(getattr(project, field) or "")
        for field, value in vars(wording).items()
        if getattr(project, field) != value
    }
    if not changed:
        return project
    for field, value in vars(wording).items():
        setattr(project, field, value)
    project.save(update_fields=list(changed))
    event = ProjectChanged(
        project_id=project.pk,
        number=project.number,
        name=project.name,
        came_from=changed,
        to={field: str(getattr(project, field) or "") for field in changed},
    )
    also = concerned_with(project)
    record(event, about=project, by=by, at=at, caused_by=caused_by, also=also)
    return project


@transaction.atomic
def move_project(
    *,
    project: Project,
    to: ProjectState,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Project:
    """
    Bring a project into one of its next states; holding or cancelling needs a reason.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if it stops without a reason.
    :raises StateNotReachable: if that state does not follow the present one.
    :raises Refusal: if what the project is to an app above does not allow it.
    """
    check_may(by, Act.MANAGE_PROJECTS)
    if to in {ProjectState.ON_HOLD, ProjectState.CANCELLED} and not reason.strip():
        raise ReasonMissing(_("Say why the project stops: others wait for it."))
    project = _locked(project)
    came_from = ProjectState(project.state)
    if to not in NEXT_STATES[came_from]:
        raise StateNotReachable
    check_move(project, to, reason.strip())
    project.state = to
    project.save(update_fields=["state"])
    event = ProjectMoved(
        project_id=project.pk,
        number=project.number,
        name=project.name,
        came_from=came_from.value,
        to=to.value,
        reason=reason.strip(),
    )
    also = concerned_with(project)
    record(event, about=project, by=by, at=at, caused_by=caused_by, also=also)
    return project


def _locked(project: Project) -> Project:
    found: Project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    return found


@transaction.atomic
def hand_over(
    *,
    project: Project,
    to: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Project:
    """
    Let somebody else look after a project.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OwnerUnfit: if the new owner may not see it.
    """
    check_may(by, Act.MANAGE_PROJECTS)
    project = _locked(project)
    came_from = project.owner
    if came_from == to:
        return project
    if not Project.objects.visible_to(to).filter(pk=project.pk).exists():
        raise OwnerUnfit
    project.owner = to
    project.save(update_fields=["owner"])
    record(
        ProjectHandedOver(
            project_id=project.pk,
            name=project.name,
            came_from_id=came_from.pk,
            to_id=to.pk,
            to_name=to.name,
        ),
        about=project,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[came_from, to, *concerned_with(project)],
    )
    return project
