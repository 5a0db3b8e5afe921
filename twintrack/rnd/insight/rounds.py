"""Work at set times: bring the store up to date, and look for what is new in it."""

from datetime import datetime

from twintrack.rnd.insight.keeping import refresh
from twintrack.rnd.insight.looking import look


def keep_up(at: datetime) -> None:
    """Bring the measures up to date; whatever was written is looked through."""
    if refresh(at):
        look(at)
