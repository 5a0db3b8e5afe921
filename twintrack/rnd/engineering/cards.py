"""What the Today page tells a person of code that waits for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.rnd.engineering.queries import list_asked_of, may_see_repositories
from twintrack.rnd.engineering.templatetags.engineering import span
from twintrack.ui.cards import Card

LONG = timedelta(days=2)
MOST = 50


def to_review(user: Any, now: datetime) -> Iterable[Card]:
    """Tell how many pull requests wait for a person's review, and since when the first does."""
    if not may_see_repositories(user):
        return
    asked = list_asked_of(user).select_related("pull_request", "pull_request__repository")
    rows = list(asked.order_by("asked_at", "pk")[:MOST])
    if not rows:
        return
    first, count = rows[0], len(rows)
    pull = first.pull_request
    text = ngettext(
        "%(n)d pull request waits for your review",
        "%(n)d pull requests wait for your review",
        count,
    )
    yield Card(
        code="pulls",
        track="rd",
        icon="git-pull-request",
        label=_("Code review"),
        title=text % {"n": count},
        hint=f"{pull.repository.name}#{pull.number} {pull.title}",
        aside=span(now - first.asked_at),
        url=pull.get_absolute_url() if count == 1 else reverse("pull-request-list"),
        tone="warn" if now - first.asked_at > LONG else "",
        weight=count,
    )
