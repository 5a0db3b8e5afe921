"""Removes the log of what other systems sent, when it is old."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from twintrack.sales.intake.models import Delivery

CHUNK = 1000


def remove_old_deliveries(at: datetime) -> None:
    """Remove deliveries after the days they are kept; feedback and what waits stay."""
    before = at - timedelta(days=int(str(settings.TWINTRACK["keep_deliveries_days"])))
    old = Delivery.objects.filter(received_at__lt=before).order_by("pk")
    while ids := list(old.values_list("pk", flat=True)[:CHUNK]):
        Delivery.objects.filter(pk__in=ids).delete()
