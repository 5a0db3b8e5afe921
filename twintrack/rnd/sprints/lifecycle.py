"""What may become of work in an iteration, and the parts of a retrospective."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    DONE = "done", _("Done")
    NEXT = "next", _("To the next iteration")
    BACKLOG = "backlog", _("Back to the backlog")


class Turn(models.TextChoices):
    IN = "in", _("Came in")
    OUT = "out", _("Taken out")
    POINTS = "points", _("Estimated anew")
    DONE = "done", _("Done")
    REOPENED = "reopened", _("Reopened")
    CARRIED = "carried", _("Carried over")


class Lane(models.TextChoices):
    WELL = "well", _("Went well")
    IMPROVE = "improve", _("To improve")
    ACTION = "action", _("Improvement actions")
