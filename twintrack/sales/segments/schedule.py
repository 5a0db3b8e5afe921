"""What happens to segments at night."""

from datetime import datetime

from twintrack.foundation.people.automation import automation
from twintrack.sales.segments.operations import reckon


def judge_all(at: datetime) -> None:
    """Judge all customers anew: a year goes by for every contract."""
    reckon(customer_ids=None, by=automation(), at=at)
