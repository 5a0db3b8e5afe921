"""What of quotes needs a person: approvals that wait, quotes that expire, drafts sent back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.formatting import money
from twintrack.foundation.people.models import User
from twintrack.sales.quotes import queries
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.quotes.queries.quotes import SOON, Wanted
from twintrack.ui.cards import Action, Card
from twintrack.ui.templatetags.ui import days_from_today

SHOWN = 3


def to_approve(user: User, now: datetime) -> Iterator[Card]:
    """Tell who is asked to approve quotes, the longest waiting first."""
    if not may(user, Act.SEE_PRICES):
        return
    for version in queries.list_waiting_for(user)[:SHOWN]:
        waited = (now - version.submitted_at).days if version.submitted_at else 0
        url = reverse("quote-detail", args=[version.quote.number])
        yield Card(
            code="quote-approval",
            track="sales",
            icon="shield-check",
            label=_("Approval"),
            title=_("%(name)s for %(customer)s waits for your approval")
            % {"name": version.name, "customer": version.quote.customer},
            hint=_("%(who)s · %(discount)s %% below list prices")
            % {"who": version.quote.owner, "discount": f"{version.discount_percent.normalize():f}"},
            aside=money(version.gross, version.currency),
            url=url,
            tone="bad" if waited >= 2 else "warn",
            weight=waited,
            actions=(Action(label=_("Read and decide"), url=url),),
        )


def expiring(user: User, now: datetime) -> Iterator[Card]:
    """Tell the owner which quotes with customers hold for a few days only."""
    if not may(user, Act.WRITE_QUOTES):
        return
    today = timezone.localdate(now)
    wanted = Wanted(owner=user, expires_by=today + SOON)
    rows = list(queries.list_quotes(for_user=user, wanted=wanted).order_by("valid_until", "pk"))
    if rows:
        yield _expiring(rows)


def _expiring(rows: list[QuoteVersion]) -> Card:
    first = rows[0]
    title = ngettext(
        "%(n)d quote expires within a week: ask the customer or prolong it",
        "%(n)d quotes expire within a week: ask the customers or prolong them",
        len(rows),
    )
    return Card(
        code="quotes-expiring",
        track="sales",
        icon="clock",
        label=_("Quotes"),
        title=title % {"n": len(rows)},
        hint=f"{first.name} · {first.quote.customer} · {days_from_today(first.valid_until)}",
        aside=money(first.gross, first.currency),
        url=reverse("quote-list") + "?view=expiring",
        tone="warn",
        weight=len(rows),
    )
