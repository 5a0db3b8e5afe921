"""Say how sure matching has to be."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import ThresholdsChanged
from twintrack.helix.handoffs.models import Thresholds
from twintrack.helix.handoffs.queries import get_thresholds


class ThresholdsCrossed(Refusal):
    """Thresholds that are no shares, or the wrong way round."""

    message = _("Give shares between 0 and 1; proposing begins below attaching.")
    status = 422


@transaction.atomic
def set_thresholds(
    *,
    attach: float,
    propose: float,
    before: tuple[float, float],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Thresholds:
    """
    Say from which similarity on feedback is attached by itself, and proposed to a person.

    `before` are both as the person saw them: attach, propose.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ThresholdsCrossed: if they are no shares, or proposing begins above attaching.
    :raises StaleEdit: if somebody changed them in between.
    """
    check_may(by, Act.SET_THRESHOLDS)
    if not 0 < propose <= attach <= 1:
        raise ThresholdsCrossed
    list(Thresholds.objects.select_for_update(no_key=True))
    known = get_thresholds()
    came_from = (known.attach, known.propose)
    if came_from != before:
        raise StaleEdit(field="attach", current=came_from, attempted=(attach, propose))
    if came_from == (attach, propose):
        return known
    known.attach, known.propose = attach, propose
    known.pk = 1
    known.save()
    record(
        ThresholdsChanged(
            attach_came_from=before[0],
            attach=attach,
            propose_came_from=before[1],
            propose=propose,
        ),
        about=known,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return known
