"""Removes what is of no use any more: old deliveries, and uploads that broke off."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from twintrack.sales.intake.lifecycle import State
from twintrack.sales.intake.models import Delivery, ImportRun
from twintrack.sales.intake.operations import discard

CHUNK = 1000
# No upload takes longer.
UPLOAD_HOURS = 6


def remove_old_deliveries(at: datetime) -> None:
    """Remove deliveries after the days they are kept; feedback and what waits stay."""
    before = at - timedelta(days=int(str(settings.TWINTRACK["keep_deliveries_days"])))
    old = Delivery.objects.filter(received_at__lt=before).order_by("pk")
    while ids := list(old.values_list("pk", flat=True)[:CHUNK]):
        Delivery.objects.filter(pk__in=ids).delete()


def remove_broken_uploads(at: datetime) -> None:
    """Remove the rows of files whose upload ended before all of them were stored."""
    before = at - timedelta(hours=UPLOAD_HOURS)
    for run in ImportRun.objects.filter(state=State.ARRIVING, created_at__lt=before):
        discard(run)
