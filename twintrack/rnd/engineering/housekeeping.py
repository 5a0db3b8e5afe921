"""Removes what code hosts sent after the days that it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from twintrack.rnd.engineering.models import HookDelivery

CHUNK = 1000


def remove_old_deliveries(at: datetime) -> None:
    """Remove old deliveries; what they said stays."""
    before = at - timedelta(days=int(str(settings.TWINTRACK["keep_deliveries_days"])))
    old = HookDelivery.objects.filter(received_at__lt=before).order_by("pk")
    while ids := list(old.values_list("pk", flat=True)[:CHUNK]):
        HookDelivery.objects.filter(pk__in=ids).delete()
