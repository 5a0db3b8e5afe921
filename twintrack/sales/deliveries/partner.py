"""What a project is to deliveries: it concerns its delivery, and ends with what was accepted."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.hub.projects.models import Project
from twintrack.sales.deliveries.lifecycle import DeliverableState
from twintrack.sales.deliveries.models import Deliverable, Delivery


class AcceptanceOpen(Refusal):
    """What the customer did not accept is not completed, unless somebody says why."""

    message = _("The customer has not accepted everything. Say why it is completed all the same.")
    status = 422


def concerned(project: Project) -> list[Model]:
    """List the delivery that a project is, and its customer."""
    delivery = Delivery.objects.select_related("customer").filter(project=project).first()
    return [] if delivery is None else [delivery, delivery.customer]


def check(project: Project, to: ProjectState, reason: str) -> None:
    """
    Refuse to complete what was not accepted.

    :raises AcceptanceOpen: if no reason is given for it.
    """
    if to != ProjectState.COMPLETED or reason:
        return
    left = Deliverable.objects.filter(delivery__project=project)
    if left.exclude(state=DeliverableState.ACCEPTED).exists():
        raise AcceptanceOpen
