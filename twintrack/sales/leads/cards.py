"""What the Today page tells of leads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.queries import is_owed
from twintrack.ui.cards import Action, Card

MOST = 99


def to_answer(user: Any, now: datetime) -> Iterable[Card]:
    """Tell how many of a person's new leads wait for a first answer, and which is the latest."""
    if not may(user, Act.MANAGE_LEADS):
        return
    rows = list(Lead.objects.filter(is_owed(), owner=user).order_by("due_at", "pk")[:MOST])
    if not rows:
        return
    late = [each for each in rows if each.is_overdue(now)]
    told = late or rows
    text = (
        ngettext("%(n)d lead waits too long", "%(n)d leads wait too long", len(late))
        if late
        else ngettext(
            "%(n)d new lead waits for an answer", "%(n)d new leads wait for an answer", len(rows)
        )
    )
    first = told[0]
    page = reverse("lead-detail", args=[first.number])
    everything = f"{reverse('lead-list')}?view={'overdue' if late else 'mine'}&owner={user.pk}"
    yield Card(
        code="leads",
        track="sales",
        icon="user-search",
        label=_("Leads"),
        title=text % {"n": len(told)},
        hint=first.company,
        aside=first.get_source_display(),
        url=page if len(told) == 1 else everything,
        tone="bad" if late else "warn",
        weight=len(told),
        actions=(
            Action(label=_("Open it"), url=page),
            Action(label=_("See all"), url=everything),
        ),
    )
