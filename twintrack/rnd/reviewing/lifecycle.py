"""The life of a review meeting and of what stands on its agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Outcome(models.TextChoices):
    OPEN = "open", _("Not reached yet")
    DECIDED = "decided", _("Decided")
    DISCUSSED = "discussed", _("Talked about, not decided")
    NOT_REACHED = "not_reached", _("Not reached")


# Who comes, what is talked about and when may still change.
PREPARED = frozenset({MeetingState.PLANNED, MeetingState.RUNNING})
# What another meeting can take over.
LEFT_OVER = frozenset({Outcome.DISCUSSED, Outcome.NOT_REACHED})
