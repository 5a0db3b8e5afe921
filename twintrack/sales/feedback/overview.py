"""What feedback says of a customer at a glance."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.memory.presence import has
from twintrack.sales.customers.overview import Glance, NextStep, Sign
from twintrack.sales.feedback.lifecycle import OPEN
from twintrack.sales.feedback.models import Feedback
from twintrack.ui.templatetags.ui import short_day


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say how much a customer said that has no answer yet, and when they were heard last."""
    rows = Feedback.objects.visible_to(glance.user).filter(customer=glance.customer)
    found: dict[str, Any] = {"open": 0, "last": None}
    if has("customer", glance.customer.pk, "feedback"):
        found = rows.order_by().aggregate(
            open=Count("pk", filter=Q(state__in=OPEN)), last=Max("recorded_at")
        )
    note = ""
    if found["last"]:
        note = _("heard last %(day)s") % {"day": short_day(timezone.localtime(found["last"]))}
    sign = Sign(
        code="feedback",
        label=gettext_lazy("Open feedback"),
        value=str(found["open"]),
        note=note,
        url="#outcomes",
        figure=found["open"],
    )
    return [sign], []
