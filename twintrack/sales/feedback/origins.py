"""Where feedback is written down from: apps above lead from there to it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback

# Takes what the origin is called, what was recorded, by whom and when.
Lead = Callable[[str, Feedback, User, datetime], None]
_origins: dict[str, Lead] = {}


def register_origin(code: str, lead: Lead) -> None:
    """Let forms that were opened as `code:name` lead from there to what they record."""
    _origins[code] = lead


def lead_from(origin: str, feedback: Feedback, *, by: User, at: datetime) -> None:
    """Lead from an origin such as `visit:V-12`; from one that nobody knows, nothing leads."""
    code, _sign, name = origin.partition(":")
    if code in _origins and name:
        _origins[code](name, feedback, by, at)
