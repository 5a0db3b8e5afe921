"""The life of a release: its states and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    IN_DEVELOPMENT = "in_development", _("In development")
    CODE_FREEZE = "code_freeze", _("Code freeze")
    TESTING = "testing", _("Testing")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Called off")


# Forward step by step, and back when a step turns out to come too early. Ships only what was
# tested; what customers have in hand is withdrawn, never unmade.
NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.PLANNED: (State.IN_DEVELOPMENT, State.CANCELLED),
    State.IN_DEVELOPMENT: (State.CODE_FREEZE, State.PLANNED, State.CANCELLED),
    State.CODE_FREEZE: (State.TESTING, State.IN_DEVELOPMENT),
    State.TESTING: (State.RELEASED, State.CODE_FREEZE, State.IN_DEVELOPMENT),
    State.RELEASED: (State.WITHDRAWN,),
    State.WITHDRAWN: (State.RELEASED,),
    State.CANCELLED: (State.PLANNED,),
}
# What changes after the freeze is a late change, with a reason.
FROZEN = frozenset({State.CODE_FREEZE, State.TESTING})
# What can still be planned for.
OPEN = frozenset({State.PLANNED, State.IN_DEVELOPMENT}) | FROZEN
# Steps that others ask about.
NEED_REASON = frozenset(
    {
        (State.IN_DEVELOPMENT, State.CANCELLED),
        (State.PLANNED, State.CANCELLED),
        (State.CODE_FREEZE, State.IN_DEVELOPMENT),
        (State.TESTING, State.IN_DEVELOPMENT),
        (State.TESTING, State.CODE_FREEZE),
        (State.WITHDRAWN, State.RELEASED),
    }
)
