"""The way of an opportunity: its stages, and which lead on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    REQUIREMENT_CONFIRMATION = "requirement_confirmation", _("Requirement confirmation")
    SOLUTION_DESIGN = "solution_design", _("Solution design")
    NEGOTIATION = "negotiation", _("Negotiation")
    CONTRACT = "contract", _("Contract signing")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


# In the order of the work. An open opportunity may move to any of these, forward or back:
# a customer who asks for another solution during the negotiation sends it two stages back.
OPEN = (
    Stage.REQUIREMENT_CONFIRMATION,
    Stage.SOLUTION_DESIGN,
    Stage.NEGOTIATION,
    Stage.CONTRACT,
)
CLOSED = (Stage.WON, Stage.LOST)
