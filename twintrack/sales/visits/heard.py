"""What the capture of feedback does when it was opened from a visit."""

from datetime import datetime

from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.visits import operations, queries


def heard_on_visit(number: str, feedback: Feedback, by: User, at: datetime) -> None:
    """
    Lead from the visit to what was heard there.

    :raises NotThere: if there is no such visit, or the person may not see it.
    """
    visit = queries.get_visit(number, for_user=by)
    operations.hear(visit=visit, feedback=feedback, by=by, at=at)
