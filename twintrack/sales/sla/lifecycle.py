"""What an SLA plan speaks of: its clocks, from when they run, and who is told when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockKind(models.TextChoices):
    RESPONSE = "response", _("First response")
    RESOLUTION = "resolution", _("Resolution")


class StartsFrom(models.TextChoices):
    """The moment from which the clocks of a complaint run."""

    RECORDED = "recorded", _("When it is recorded")
    OCCURRED = "occurred", _("When it happened")


class Trigger(models.TextChoices):
    """When a step of escalation is taken: a share of the target, or so long after the breach."""

    PERCENT = "percent", _("% of the target")
    AFTER_BREACH = "after_breach", _("hours after the breach")


class Whom(models.TextChoices):
    OWNER = "owner", _("The owner")
    MANAGER = "manager", _("The owner's sales manager")
    ROLE = "role", _("Everybody in a role")
