"""Complaints that are not resolved."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Kind, Severity
from twintrack.sales.feedback.queries import list_open
from twintrack.ui.cards import Action, Card

WATCHERS = frozenset({Role.CSM, Role.EXECUTIVE})
PATIENCE = timedelta(days=14)


def still_open(user: User, now: datetime) -> Iterator[Card]:
    """Tell who answers for customers' peace how many complaints wait, and the worst of them."""
    if user.roles.isdisjoint(WATCHERS):
        return
    complaints = list_open(for_user=user).filter(kind=Kind.COMPLAINT)
    found = complaints.order_by().aggregate(
        count=Count("pk"),
        blockers=Count("pk", filter=Q(severity=Severity.BLOCKER)),
        old=Count("pk", filter=Q(recorded_at__lt=now - PATIENCE)),
    )
    if not found["count"]:
        return
    worst = complaints.filter(severity=Severity.BLOCKER).order_by("pk").first()
    worst = worst or complaints.order_by("pk").first()
    assert worst
    page = reverse("feedback-detail", args=[worst.number])
    yield Card(
        code="complaints",
        track="sales",
        icon="alert-circle",
        label=_("Complaints"),
        title=ngettext(
            "%(n)d complaint is open, %(blockers)d of them stops a line",
            "%(n)d complaints are open, %(blockers)d of them stop a line",
            found["count"],
        )
        % {"n": found["count"], "blockers": found["blockers"]},
        hint=f"{worst.customer} · {worst.title}",
        aside=_("%(n)d older than 14 days") % {"n": found["old"]} if found["old"] else "",
        tone="bad" if found["blockers"] else "warn",
        weight=found["blockers"] * 10 + found["count"],
        url=page,
        actions=(
            Action(label=_("See the worst"), url=page),
            Action(label=_("See all"), url=reverse("complaint-list")),
        ),
    )
