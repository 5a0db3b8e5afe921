"""The life of what a customer said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NEW = "new", _("New")
    TRIAGED = "triaged", _("Triaged")
    LINKED = "linked", _("With R&D")
    RESOLVED = "resolved", _("Resolved")
    CONFIRMED = "confirmed_by_customer", _("Confirmed by the customer")
    DUPLICATE = "duplicate", _("Duplicate")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Route(models.TextChoices):
    """Where triage sends what a customer said."""

    RND = "rnd", _("To R&D")
    ANSWER = "answer", _("Answered without R&D")


# Steps that need nothing but the wish; being a duplicate and being withdrawn say more.
NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.NEW: (State.TRIAGED, State.LINKED, State.RESOLVED),
    State.TRIAGED: (State.LINKED, State.RESOLVED, State.NEW),
    State.LINKED: (State.RESOLVED, State.TRIAGED, State.NEW),
    State.RESOLVED: (State.CONFIRMED, State.LINKED, State.TRIAGED, State.NEW),
    State.CONFIRMED: (State.RESOLVED,),
}
# What may still turn out to be a duplicate, or be taken back.
OPEN = (State.NEW, State.TRIAGED, State.LINKED)
SETTLED = (State.RESOLVED, State.CONFIRMED)
SET_ASIDE = (State.DUPLICATE, State.WITHDRAWN)
# What a person has still to look at, unless somebody did.
TO_TRIAGE = (State.NEW, State.LINKED)
