"""What a file of customers goes through, and what becomes of its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being taken in")
    DONE = "done", pgettext_lazy("import", "Taken in")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


MOVING = frozenset({State.CHECKING, State.RUNNING, State.UNDOING})
AFTER = {
    State.CHECKING: State.CHECKED,
    State.RUNNING: State.DONE,
    State.UNDOING: State.UNDONE,
}


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Not looked at yet")
    FRESH = "fresh", _("New customer")
    MATCHED = "matched", _("Known already")
    WRONG = "wrong", _("Not usable")
    CREATED = "created", _("Customer added")
    ATTACHED = "attached", _("Added to a known customer")
    SAME = "same", _("Nothing new")
    SKIPPED = "skipped", _("Left out")
    REMOVED = "removed", _("Taken back again")
    KEPT = "kept", _("Stays: somebody worked with it")


# What can be taken back.
MADE = (Outcome.CREATED, Outcome.ATTACHED)


class Decision(models.TextChoices):
    """What becomes of a row whose customer is known."""

    ATTACH = "attach", _("Add the person, leave the customer as it is")
    UPDATE = "update", _("Add the person and take over what the file says")
    SKIP = "skip", _("Leave the row out")
    CREATE = "create", _("It is another customer: add it")


# What may hold for all known ones at once.
POLICIES = (Decision.ATTACH, Decision.UPDATE, Decision.SKIP)
