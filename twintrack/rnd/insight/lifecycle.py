"""The life of a finding: its states and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("Not looked at")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    DISMISSED = "dismissed", _("Dismissed")
    IMPROVING = "improving", _("Became an improvement")


NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.OPEN: (State.ACKNOWLEDGED, State.DISMISSED, State.IMPROVING),
    State.ACKNOWLEDGED: (State.DISMISSED, State.IMPROVING),
    State.DISMISSED: (State.OPEN,),
    State.IMPROVING: (),
}
# Somebody has still to say what becomes of these.
UNSETTLED = frozenset({State.OPEN, State.ACKNOWLEDGED})
