"""The life of a requirement: its states and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PROPOSED = "proposed", _("To review")
    UNDER_REVIEW = "under_review", _("Under review")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")
    PLANNED = "planned", _("Planned")
    IN_DEVELOPMENT = "in_development", _("In development")
    IN_TESTING = "in_testing", _("In testing")
    RELEASED = "released", _("Released")
    VALIDATED = "validated", _("Validated by customers")
    MERGED = "merged", _("Merged")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Method(models.TextChoices):
    """By what requirements are put in order."""

    RICE = "rice", "RICE"
    WSJF = "wsjf", "WSJF"


# Work moves forward step by step, and back when a step turns out not to be done.
# What was proposed for nothing goes out of sight, and comes back when somebody wants it after all.
NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.PROPOSED: (State.WITHDRAWN,),
    State.WITHDRAWN: (State.PROPOSED,),
    State.ACCEPTED: (State.PLANNED, State.IN_DEVELOPMENT),
    State.PLANNED: (State.IN_DEVELOPMENT, State.ACCEPTED),
    State.IN_DEVELOPMENT: (State.IN_TESTING, State.PLANNED),
    State.IN_TESTING: (State.RELEASED, State.IN_DEVELOPMENT),
    State.RELEASED: (State.VALIDATED, State.IN_DEVELOPMENT),
}

# A review may be held again while nothing has been built.
REVIEWABLE = frozenset(
    {State.PROPOSED, State.UNDER_REVIEW, State.ACCEPTED, State.REJECTED, State.DEFERRED}
)
DECISIONS = (State.ACCEPTED, State.REJECTED, State.DEFERRED)
# What a review may be asked for; a decision has to be taken back first.
ASKABLE = frozenset({State.PROPOSED, State.UNDER_REVIEW, State.DEFERRED})
# Nothing about these changes any more until they are reopened.
FROZEN = frozenset({State.REJECTED, State.MERGED, State.WITHDRAWN})
# What customers have in hand cannot become part of something else.
MERGEABLE = frozenset(State) - {
    State.RELEASED,
    State.VALIDATED,
    State.MERGED,
    State.WITHDRAWN,
}
# What can be shown to a customer: it is built.
BUILT = frozenset({State.IN_TESTING, State.RELEASED, State.VALIDATED})
OPEN = frozenset(State) - FROZEN - {State.RELEASED, State.VALIDATED}
