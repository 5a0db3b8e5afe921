"""The life of a work item: its states and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    TODO = "todo", _("To do")
    IN_PROGRESS = "in_progress", _("In progress")
    IN_REVIEW = "in_review", _("In review")
    IN_TESTING = "in_testing", _("In testing")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = frozenset({State.TODO, State.IN_PROGRESS, State.IN_REVIEW, State.IN_TESTING})
# Somebody has begun, and it is not done.
UNDER_WAY = OPEN - {State.TODO}
CLOSED = frozenset(State) - OPEN
COLUMNS = (State.TODO, State.IN_PROGRESS, State.IN_REVIEW, State.IN_TESTING, State.DONE)

# Teams skip the steps that they do not have. What was done comes back when it turns out not to be;
# what was given up begins anew.
NEXT_STATES: dict[State, tuple[State, ...]] = {
    each: tuple(other for other in State if other != each) for each in OPEN
} | {
    State.DONE: (State.TODO, State.IN_PROGRESS, State.IN_REVIEW, State.IN_TESTING),
    State.CANCELLED: (State.TODO,),
}
