"""Lead from a visit to what was heard there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.visits.events import VisitFeedbackHeard
from twintrack.sales.visits.models import Visit, VisitFeedback
from twintrack.sales.visits.operations.planning import concerned


class HeardElsewhere(Refusal):
    """Another customer than the visited one said it."""

    message = _("This was said by another customer than the one you visited.")
    status = 422


@transaction.atomic
def hear(
    *,
    visit: Visit,
    feedback: Feedback,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> VisitFeedback:
    """
    Note that feedback was heard on a visit; what was noted before changes nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises HeardElsewhere: if another customer said it.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    if feedback.customer_id != visit.customer_id:
        raise HeardElsewhere
    heard, is_new = VisitFeedback.objects.get_or_create(
        feedback=feedback, defaults={"visit": visit}
    )
    if not is_new:
        return heard
    record(
        VisitFeedbackHeard(
            visit_id=visit.pk,
            number=visit.number,
            customer_id=visit.customer_id,
            feedback_id=feedback.pk,
            feedback_number=feedback.number,
        ),
        about=visit,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[feedback, *concerned(visit)],
    )
    return heard
