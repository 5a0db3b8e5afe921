"""The life of what a customer said."""

from django.db import models
from django.utils.functional import Promise
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
# The steps that a person takes by a button of their own, and what each button says.
BY_HAND: dict[State, tuple[tuple[State, str | Promise], ...]] = {
    State.NEW: ((State.RESOLVED, _("Mark as resolved")),),
    State.TRIAGED: ((State.RESOLVED, _("Mark as resolved")),),
    State.LINKED: ((State.RESOLVED, _("Mark as resolved")),),
    State.RESOLVED: (
        (State.CONFIRMED, _("The customer confirms")),
        (State.LINKED, _("Back to R&D")),
        (State.TRIAGED, _("Open again")),
    ),
    State.CONFIRMED: ((State.RESOLVED, _("Take the confirmation back")),),
}
# What may still turn out to be a duplicate, or be taken back.
OPEN = (State.NEW, State.TRIAGED, State.LINKED)
SETTLED = (State.RESOLVED, State.CONFIRMED)
SET_ASIDE = (State.DUPLICATE, State.WITHDRAWN)
# What a person has still to look at, unless somebody did.
TO_TRIAGE = (State.NEW, State.LINKED)
