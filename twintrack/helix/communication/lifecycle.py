"""The life of a communication plan and of its steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")


class StepState(models.TextChoices):
    TODO = "todo", _("To do")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


class StepKind(models.TextChoices):
    CALL = "call", _("Call")
    DEMO = "demo", _("Feature demo")
    MATERIAL = "material", _("Scenario marketing material")
    VISIT = "visit", _("On-site visit")
    FOLLOW_UP = "follow_up", _("Follow-up")
