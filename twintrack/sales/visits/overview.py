"""What visits say of a customer at a glance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has
from twintrack.sales.customers.models import Segment
from twintrack.sales.customers.overview import DAYS, WARN, Glance, NextStep, Sign
from twintrack.sales.visits.lifecycle import HELD, VisitState
from twintrack.sales.visits.models import Visit
from twintrack.ui.templatetags.ui import short_day

# A customer of a segment was not seen for long after so many days.
LONG = {Segment.A: 30, Segment.B: 60, Segment.C: 120}


def _held_and_ahead(glance: Glance) -> tuple[datetime | None, list[dict[str, Any]]]:
    if not has("customer", glance.customer.pk, "visits"):
        return None, []
    rows = Visit.objects.visible_to(glance.user).filter(customer=glance.customer)
    held = rows.filter(state__in=HELD).aggregate(last=Max("starts_at"))
    ahead = rows.filter(state=VisitState.PLANNED, starts_at__gte=glance.now)
    named = ahead.order_by("starts_at", "pk").values(
        "number", "purpose", "starts_at", "owner__name"
    )
    return held["last"], [dict(each) for each in named[:2]]


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say when somebody was there last, and when somebody goes next."""
    if not may(glance.user, Act.SEE_VISITS):
        return [], []
    last, ahead = once(
        ("held and ahead", glance.customer.pk, glance.user.pk), lambda: _held_and_ahead(glance)
    )
    days = (glance.today - timezone.localdate(last)).days if last else None
    limit = LONG.get(Segment(glance.customer.segment), LONG[Segment.C])
    words = ngettext("%(n)d day ago", "%(n)d days ago", days or 0)
    sign = Sign(
        code="visits",
        label=gettext_lazy("Last visit"),
        value=_("never") if days is None else _("today") if days < 1 else words % {"n": days},
        note=_("next %(day)s") % {"day": short_day(ahead[0]["starts_at"])}
        if ahead
        else _("none planned"),
        url="#visits",
        tone=WARN if (days is None or days > limit) and not ahead else "",
        rule=gettext_lazy(
            "To look at when nobody was there for 30 days at A, 60 at B or 120 at C customers, and"
            " no visit is planned."
        ),
        figure=days,
        unit=DAYS,
    )
    steps = [
        NextStep(
            kind="visit",
            words=each["purpose"],
            url=reverse("visit-detail", args=[each["number"]]),
            on=timezone.localdate(each["starts_at"]),
            who=each["owner__name"],
        )
        for each in ahead
    ]
    return [sign], steps
