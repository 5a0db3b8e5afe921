"""What happens to leads at night."""

from __future__ import annotations

from datetime import datetime, timedelta

from twintrack.foundation.people.automation import automation
from twintrack.sales.leads.lifecycle import State
from twintrack.sales.leads.models import Lead, LeadImport, LeadModel
from twintrack.sales.leads.operations import fit_score_now

KEPT_FOR = timedelta(days=1)


def forget_files(at: datetime) -> None:
    """Forget what files of leads say that nobody took in within a day."""
    old = LeadImport.objects.filter(finished_at=None, created_at__lt=at - KEPT_FOR)
    old.delete()


def learn_anew(at: datetime) -> None:
    """Learn the score again where leads have ended since the last time."""
    newest = LeadModel.objects.order_by("-fitted_at").first()
    ended = Lead.objects.filter(state__in=(State.CONVERTED, State.DISQUALIFIED))
    if newest is not None:
        ended = ended.filter(closed_at__gt=newest.fitted_at)
    if ended.exists():
        fit_score_now(by=automation(), at=at)
