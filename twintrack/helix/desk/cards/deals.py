"""Deals that wait for a next step, and what is to do for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.templatetags.money import amount
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.queries import Wanted, list_due_tasks, list_opportunities
from twintrack.ui.cards import Action, Card
from twintrack.ui.templatetags.ui import days_from_today


def without_step(user: User, now: datetime) -> Iterator[Card]:
    """Tell somebody which of their deals have no next step, or one that is overdue."""
    if not may(user, Act.MANAGE_OPPORTUNITIES):
        return
    today = timezone.localdate(now)
    wanted = Wanted(stage="open", owner=user, adrift_on=today)
    rows = list_opportunities(for_user=user, wanted=wanted).order_by("-amount", "pk")
    first = rows.first()
    if first is None:
        return
    count = rows.count()
    url = reverse("opportunity-detail", args=[first.number])
    hint = _("No next step")
    if first.next_step_on:
        hint = f"{first.next_step} · {days_from_today(first.next_step_on)}"
    yield Card(
        code="deals-adrift",
        track="sales",
        icon="filter",
        label=_("Opportunities"),
        title=ngettext(
            "%(n)d opportunity needs a next step", "%(n)d opportunities need a next step", count
        )
        % {"n": count},
        hint=f"{first.customer} · {hint}",
        aside=amount(first.amount, first.currency, user),
        tone="warn",
        weight=count + 20,
        url=url,
        actions=(
            Action(label=_("Open the largest"), url=url),
            Action(
                label=_("See all of them"),
                url=f"{reverse('opportunity-board')}?owner={user.pk}&state=adrift",
            ),
        ),
    )


def tasks_due(user: User, now: datetime) -> Iterator[Card]:
    """Tell somebody the next thing to do for a deal."""
    if not may(user, Act.MANAGE_OPPORTUNITIES):
        return
    today = timezone.localdate(now)
    tasks = list_due_tasks(user)
    first = tasks.first()
    if first is None:
        return
    more = tasks.count() - 1
    hint = f"{first.opportunity.number} · {days_from_today(first.due_on)}"
    if more:
        rest = ngettext("%(n)d more task", "%(n)d more tasks", more) % {"n": more}
        hint = f"{hint} · {rest}"
    page = reverse("opportunity-detail", args=[first.opportunity.number])
    yield Card(
        code="deal-tasks",
        track="sales",
        icon="checklist",
        label=_("Sales tasks"),
        title=first.title,
        hint=hint,
        aside=str(first.opportunity.customer),
        tone="bad" if first.due_on < today else "warn" if first.due_on == today else "",
        weight=(today - first.due_on).days + 10,
        url=page,
        actions=(
            Action(
                label=_("Mark as done"),
                url=reverse("opportunity-task-done", args=[first.opportunity.number, first.pk]),
                posts=(("state", "done"),),
            ),
            Action(label=_("Open it"), url=page),
        ),
    )
