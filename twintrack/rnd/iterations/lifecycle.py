"""The life of an iteration."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IterationState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Running")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


NEXT_STATES: dict[IterationState, tuple[IterationState, ...]] = {
    IterationState.PLANNED: (IterationState.ACTIVE, IterationState.CANCELLED),
    IterationState.ACTIVE: (IterationState.COMPLETED, IterationState.CANCELLED),
    IterationState.COMPLETED: (),
    IterationState.CANCELLED: (),
}
# Whose days belong to the team: no two of them overlap.
OPEN = (IterationState.PLANNED, IterationState.ACTIVE)
