"""What happens to invoices by itself: steps of dunning become tasks, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from twintrack.foundation.people.automation import automation
from twintrack.sales.collections import operations
from twintrack.sales.collections.models import DunningStep, DunningTask
from twintrack.sales.collections.queries.lists import list_overdue


def every_morning(at: datetime) -> None:
    """Make the task of the furthest step that each overdue invoice has reached."""
    today, by = timezone.localdate(at), automation()
    steps = list(DunningStep.objects.filter(is_active=True).order_by("days_after"))
    made = set(DunningTask.objects.values_list("invoice_id", "step_id"))
    for invoice in list_overdue(on=today):
        reached = [
            each for each in steps if invoice.due_on + timedelta(days=each.days_after) <= today
        ]
        if reached and (invoice.pk, reached[-1].pk) not in made:
            operations.make_task(invoice=invoice, step=reached[-1], by=by, at=at)
