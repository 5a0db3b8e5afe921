"""Until when a lead is owed its first answer, in working time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from twintrack.sales.leads.models import LeadSettings
from twintrack.sales.sla.clock import NeverDue, WorkingHours
from twintrack.sales.sla.queries import default_plan, hours_of, newest_version

MINUTE = timedelta(minutes=1)


def lead_settings() -> LeadSettings:
    """Give what holds for all leads; what nobody changed is as usual."""
    return LeadSettings.objects.order_by("pk").first() or LeadSettings()


def working_hours() -> WorkingHours:
    """Give the hours in which the clock of leads runs: of the default SLA plan, if there is one."""
    plan = default_plan()
    if plan is not None:
        return hours_of(newest_version(plan))
    return WorkingHours(zone=settings.TIME_ZONE, country="CN")


def answer_due(at: datetime) -> datetime | None:
    """Say until when a lead that comes now is to be answered; never where nobody works."""
    target = MINUTE * lead_settings().response_minutes
    try:
        return working_hours().due_after(at, target)
    except NeverDue:
        return None


def answered_after(start: datetime, end: datetime) -> int:
    """Give the working minutes between two moments."""
    return int(working_hours().working_time_between(start, end) / MINUTE)
