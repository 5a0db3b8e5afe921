"""The steps that a person takes by a button, without those for which an app above asks for more."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.utils.functional import Promise

from twintrack.foundation.people.models import User
from twintrack.sales.feedback.lifecycle import BY_HAND, State
from twintrack.sales.feedback.models import Feedback

# Takes feedback and who looks at it, and gives the states that an app above brings it to itself.
Find = Callable[[Feedback, User], Collection[State]]
_elsewhere: list[Find] = []


def register_elsewhere(find: Find) -> None:
    """Say which steps have a way of their own; called from an app's `ready`."""
    _elsewhere.append(find)


def steps_of(feedback: Feedback, *, for_user: User) -> list[tuple[State, str | Promise]]:
    """List what a person may bring feedback to by a button, and what the button says."""
    taken = {state for find in _elsewhere for state in find(feedback, for_user)}
    steps = BY_HAND.get(State(feedback.state), ())
    return [(state, verb) for state, verb in steps if state not in taken]
