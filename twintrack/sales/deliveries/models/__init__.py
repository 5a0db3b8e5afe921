"""Deliveries with their plan, waits, acceptances, handovers and surveys; templates of plans."""

from twintrack.sales.deliveries.models.acceptances import (
    Acceptance,
    CriterionResult,
    Deliverable,
    DeliverableCriterion,
)
from twintrack.sales.deliveries.models.deliveries import (
    Delivery,
    DeliveryMember,
    ProjectDeliveryQuerySet,
    RoleHandover,
    Survey,
)
from twintrack.sales.deliveries.models.mails import SurveySending
from twintrack.sales.deliveries.models.tasks import DeliveryPhase, DeliveryTask, Wait
from twintrack.sales.deliveries.models.templates import DeliveryTemplate

__all__ = [
    "Acceptance",
    "CriterionResult",
    "Deliverable",
    "DeliverableCriterion",
    "Delivery",
    "DeliveryMember",
    "DeliveryPhase",
    "DeliveryTask",
    "DeliveryTemplate",
    "ProjectDeliveryQuerySet",
    "RoleHandover",
    "Survey",
    "SurveySending",
    "Wait",
]
