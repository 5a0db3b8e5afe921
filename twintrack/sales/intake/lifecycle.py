"""The life of an import, of its rows, and of what other systems send."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
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
