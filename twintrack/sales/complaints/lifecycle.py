"""The life of a complaint's clocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("In time")
    MISSED = "missed", _("Too late")
    CALLED_OFF = "called_off", _("Called off")


class PauseKind(models.TextChoices):
    """Why a clock stood still: for a reason of its plan, or because there was nothing to do."""

    AGREED = "agreed", _("Paused")
    RESOLVED = "resolved", _("Resolved")
    SET_ASIDE = "set_aside", _("Set aside")


class EndedBy(models.TextChoices):
    """By what clocks are called off: what is no complaint, or repeats another one."""

    KIND = "kind", _("No complaint after all")
    DUPLICATE = "duplicate", _("Duplicate")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SignalKind(models.TextChoices):
    WARNING = "warning", _("Warning")
    BREACH = "breach", _("Breach")
    STEP = "step", _("Escalation")


class Rank(models.IntegerChoices):
    """The order of the list: what runs, what stands still, what is over."""

    RUNNING = 0
    PAUSED = 1
    OVER = 2


class Purpose(models.TextChoices):
    """What a reply template is written for."""

    RESPONSE = "response", _("First response")
    CONFIRMATION = "confirmation", _("Asking for confirmation")


# Clocks that may still break.
ALIVE = (ClockState.RUNNING, ClockState.PAUSED)
STOPPED = (ClockState.MET, ClockState.MISSED)
