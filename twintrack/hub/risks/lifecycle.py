"""The life of a risk: its states and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskState(models.TextChoices):
    OPEN = "open", _("Not dealt with yet")
    RESPONDING = "responding", _("Being dealt with")
    OCCURRED = "occurred", _("It happened")
    CLOSED = "closed", _("Gone")


ALIVE = frozenset({RiskState.OPEN, RiskState.RESPONDING})
# What was over comes back when it was not over after all.
NEXT_STATES: dict[RiskState, tuple[RiskState, ...]] = {
    RiskState.OPEN: (RiskState.RESPONDING, RiskState.OCCURRED, RiskState.CLOSED),
    RiskState.RESPONDING: (RiskState.OPEN, RiskState.OCCURRED, RiskState.CLOSED),
    RiskState.OCCURRED: (RiskState.OPEN, RiskState.CLOSED),
    RiskState.CLOSED: (RiskState.OPEN,),
}
