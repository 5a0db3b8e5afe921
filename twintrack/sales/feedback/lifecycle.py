"""The life of what a customer said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NEW = "new", _("New")
    LINKED = "linked", _("With R&D")
    RESOLVED = "resolved", _("Resolved")
    CONFIRMED = "confirmed_by_customer", _("Confirmed by the customer")


NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.NEW: (State.LINKED, State.RESOLVED),
    State.LINKED: (State.RESOLVED, State.NEW),
    State.RESOLVED: (State.CONFIRMED, State.LINKED, State.NEW),
}
