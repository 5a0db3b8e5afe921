"""The way of a visit, and how one meets a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitKind(models.TextChoices):
    ON_SITE = "on_site", _("At the customer's")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By phone")
    WITH_US = "with_us", _("At our place")


class VisitState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CHECKED_IN = "checked_in", _("Checked in")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    MISSED = "missed", _("Missed")


# What still lies ahead or was never noted as held: it may be moved and cancelled.
AHEAD = (VisitState.PLANNED, VisitState.MISSED)
# What took place: it counts for the week.
HELD = (VisitState.CHECKED_IN, VisitState.DONE)
OPEN = (VisitState.PLANNED, VisitState.CHECKED_IN)
