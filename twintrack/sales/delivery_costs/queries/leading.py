"""Who decides on a delivery's money."""

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.models.hours import sees_hours_of_all


def leads(delivery: Delivery, user: User) -> bool:
    """Say whether somebody leads a delivery, or is a sales manager, executive, administrator."""
    is_lead = delivery.project.owner_id == user.pk or sees_hours_of_all(user)
    return is_lead and may(user, Act.SEE_DELIVERIES)


def sees_costs_of(user: User) -> bool:
    """Say whether somebody sees what deliveries cost and what is left over."""
    return may(user, Act.SEE_COSTS) and may(user, Act.SEE_DELIVERIES)
