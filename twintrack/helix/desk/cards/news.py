"""What R&D said that customers should hear, and what customers said to others."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.roles import SALES
from twintrack.foundation.notifications.queries import list_notifications
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.queries import list_feedback
from twintrack.ui.cards import Action, Card
from twintrack.ui.words import quoted

# What the way back tells: decisions, dates and releases.
WAY_BACK = "handoffs/"
WEEK = timedelta(days=7)
# So many notices are looked at, and so many titles named.
MOST = 50
NAMED = 2


def to_pass_on(user: User, now: datetime) -> Iterator[Card]:
    """Tell who looks after customers what R&D decided and they have not read."""
    if user.roles.isdisjoint(SALES):
        return
    unread = list_notifications(for_user=user).filter(read_at=None, told_by__startswith=WAY_BACK)
    told = list(unread.values_list("details", flat=True)[:MOST])
    if not told:
        return
    titles = _titles(told)
    yield Card(
        code="news",
        track="rd",
        icon="arrows-exchange",
        label=_("From R&D"),
        title=_("R&D answered: %(titles)s") % {"titles": quoted(titles, NAMED)}
        if titles
        else _("R&D answered what your customers wait for"),
        hint=_("Decisions, dates and releases that you have not passed on yet"),
        weight=30 + len(told),
        url=reverse("inbox"),
        actions=(Action(label=_("Read and pass on"), url=reverse("inbox")),),
    )


def _titles(told: list[dict[str, Any]]) -> list[str]:
    """Give what notices are about, each once."""
    every = [title for each in told for title in each.get("titles") or [each.get("title", "")]]
    return [title for title in dict.fromkeys(every) if title]


def to_confirm(user: User, now: datetime) -> Iterator[Card]:
    """Tell who looks after customers what is solved and the customer has not confirmed."""
    if user.roles.isdisjoint(SALES):
        return
    solved = list_feedback(for_user=user, state=State.RESOLVED).filter(customer__owner=user)
    first = solved.order_by("pk").first()
    if first is None:
        return
    count = solved.count()
    page = reverse("feedback-detail", args=[first.number])
    yield Card(
        code="confirm",
        track="sales",
        icon="user-check",
        label=_("Feedback"),
        title=ngettext(
            "%(n)d answer is out: ask the customer whether it helps",
            "%(n)d answers are out: ask the customers whether they help",
            count,
        )
        % {"n": count},
        hint=f"{first.customer} · {first.title}",
        weight=8 + count,
        url=page,
        actions=(
            Action(label=_("See the first"), url=page),
            Action(label=_("See all"), url=f"{reverse('feedback-list')}?state={State.RESOLVED}"),
        ),
    )


def heard_by_others(user: User, now: datetime) -> Iterator[Card]:
    """Tell who looks after customers what these said to colleagues this week."""
    if user.roles.isdisjoint(SALES):
        return
    said = list_feedback(for_user=user).filter(customer__owner=user, recorded_at__gte=now - WEEK)
    said = said.exclude(recorded_by=user)
    newest = said.first()
    if newest is None:
        return
    page = reverse("feedback-detail", args=[newest.number])
    count = said.count()
    yield Card(
        code="heard",
        track="sales",
        icon="message-2",
        label=_("My customers"),
        title=_("%(customer)s said: “%(title)s”")
        % {"customer": newest.customer, "title": newest.title},
        hint=_("recorded by %(who)s") % {"who": newest.recorded_by},
        aside=ngettext("%(n)d new this week", "%(n)d new this week", count) % {"n": count},
        weight=count,
        url=page,
        actions=(Action(label=_("Read it"), url=page),),
    )
