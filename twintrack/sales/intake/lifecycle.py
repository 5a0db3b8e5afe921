"""The life of an import, of its rows, and of what other systems send."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    ARRIVING = "arriving", _("Being stored")
    DRAFT = "draft", _("Columns to be confirmed")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to import")
    RUNNING = "running", _("Importing")
    DONE = "done", _("Imported")
    STOPPED = "paused", _("Stopped")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "cancelled", _("Undone")


# Whose rows are worked off by the worker, chunk by chunk.
MOVING = frozenset({State.CHECKING, State.RUNNING, State.UNDOING})
CONFIRMABLE = frozenset({State.DRAFT, State.CHECKED})
STARTABLE = frozenset({State.CHECKED, State.STOPPED})


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RECORDED = "recorded", _("Recorded")
    KNOWN = "known", _("Known already")
    DIFFERING = "differing", _("Known with other words")
    HELD = "held", _("Held")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    KEPT = "kept", _("Kept")
    DISMISSED = "dismissed", _("Dismissed")


class DeliveryOutcome(models.TextChoices):
    RECORDED = "recorded", _("Recorded")
    UPDATED = "updated", _("Updated")
    KNOWN = "known", _("Known already")
    OLDER = "older", _("Older than what is known")
    HELD = "held", _("Held")
    REFUSED = "refused", _("Refused")


# What a person may let in once more, when the template or the names here are put right.
REPEATABLE = frozenset({DeliveryOutcome.REFUSED, DeliveryOutcome.HELD})


class Logged(models.TextChoices):
    """The outcomes as the log groups them."""

    TAKEN = "taken", _("Taken")
    HELD = "held", _("Held")
    REPEATED = "repeated", _("Repeated")
    OLDER = "older", _("Older state")
    REFUSED = "refused", _("Refused")


LOGGED = {
    Logged.TAKEN.value: (DeliveryOutcome.RECORDED, DeliveryOutcome.UPDATED),
    Logged.HELD.value: (DeliveryOutcome.HELD,),
    Logged.REPEATED.value: (DeliveryOutcome.KNOWN,),
    Logged.OLDER.value: (DeliveryOutcome.OLDER,),
    Logged.REFUSED.value: (DeliveryOutcome.REFUSED,),
}
