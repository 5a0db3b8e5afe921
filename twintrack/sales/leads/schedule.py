"""What happens to leads at night."""

from __future__ import annotations

from datetime import datetime

from twintrack.foundation.people.automation import automation
from twintrack.sales.leads.lifecycle import State
from twintrack.sales.leads.models import Lead, LeadModel
from twintrack.sales.leads.operations import fit_score_now


def learn_anew(at: datetime) -> None:
    """Learn the score again where leads have ended since the last time."""
    newest = LeadModel.objects.order_by("-fitted_at").first()
    ended = Lead.objects.filter(state__in=(State.CONVERTED, State.DISQUALIFIED))
    if newest is not None:
        ended = ended.filter(closed_at__gt=newest.fitted_at)
    if ended.exists():
        fit_score_now(by=automation(), at=at)
