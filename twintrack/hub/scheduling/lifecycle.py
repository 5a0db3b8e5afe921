"""Kinds of leave."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeaveKind(models.TextChoices):
    ANNUAL = "annual", _("Annual leave")
    COMPENSATORY = "compensatory", _("Time off in lieu")
    PERSONAL = "personal", _("Personal leave")
    SICK = "sick", _("Sick leave")
    FAMILY = "family", _("Family leave")
    TRAINING = "training", _("Training")
    TRAVEL = "travel", _("Business trip")
    OTHER = "other", _("Other")
