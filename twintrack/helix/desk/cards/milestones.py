"""Milestones that come later than others count on."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.queries import list_recent
from twintrack.foundation.people.models import User
from twintrack.helix.communication.queries import list_concerned
from twintrack.hub.projects.events import MilestoneForecastMoved
from twintrack.hub.projects.models import Milestone
from twintrack.hub.projects.queries import list_late, list_milestones
from twintrack.ui.cards import Action, Card
from twintrack.ui.templatetags.ui import short_day

WATCHERS = frozenset(
    {Role.RND_LEAD, Role.PRODUCT_MANAGER, Role.EXECUTIVE, Role.SALES_MANAGER, Role.IMPLEMENTER}
)
WEEK = timedelta(days=7)


def late(user: User, now: datetime) -> Iterator[Card]:
    """Tell who answers for plans which milestone is latest, and who waits for it."""
    if user.roles.isdisjoint(WATCHERS):
        return
    today = timezone.localdate(now)
    found = list(list_late(for_user=user, today=today))
    if not found:
        return
    worst = max(found, key=lambda each: (each.days_late(today), -each.pk))
    days = worst.days_late(today)
    others = len(found) - 1
    yield Card(
        code="milestones",
        track="rd",
        icon="diamond",
        label=_("Milestone"),
        title=ngettext(
            "“%(name)s” is expected %(n)d day late",
            "“%(name)s” is expected %(n)d days late",
            days,
        )
        % {"name": worst.name, "n": days},
        hint=_waiting(worst),
        aside=_others(others),
        tone="bad",
        weight=100 + days,
        url=reverse("milestone-detail", args=[worst.number]),
        actions=(
            Action(label=_("See who waits"), url=reverse("milestone-detail", args=[worst.number])),
            Action(label=_("All milestones"), url=reverse("milestone-list")),
        ),
    )


def _waiting(milestone: Milestone) -> str:
    customers = list(list_concerned(milestone).values_list("name", flat=True)[:2])
    when = _("expected %(day)s, due %(due)s") % {
        "day": short_day(milestone.forecast_on),
        "due": short_day(milestone.due_on),
    }
    if not customers:
        return when
    count = list_concerned(milestone).count()
    names = " · ".join(customers) + ("…" if count > len(customers) else "")
    waits = ngettext(
        "%(n)d customer waits (%(names)s)", "%(n)d customers wait (%(names)s)", count
    ) % {"n": count, "names": names}
    return f"{when} · {waits}"


def _others(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d more late", "%(n)d more late", count) % {"n": count}


def moved(user: User, now: datetime) -> Iterator[Card]:
    """Tell whose forecast moved this week, where it is not late anyway."""
    if user.roles.isdisjoint(WATCHERS):
        return
    today = timezone.localdate(now)
    entries = list_recent(kinds=[MilestoneForecastMoved.kind], since=now - WEEK, limit=20)
    if not entries:
        return
    ids = {entry.about_id for entry in entries}
    ahead = {each.pk: each for each in list_milestones(for_user=user, is_open=True, ids=ids)}
    for entry in entries:
        milestone = ahead.get(entry.about_id)
        if milestone is None or milestone.days_late(today):
            continue
        event = entry.event
        assert isinstance(event, MilestoneForecastMoved)
        yield Card(
            code="forecasts",
            track="rd",
            icon="calendar-event",
            label=_("Forecast"),
            title=_("“%(name)s” is now expected on %(day)s")
            % {"name": milestone.name, "day": short_day(milestone.forecast_on)},
            hint=_("before: %(day)s · moved by %(who)s")
            % {"day": short_day(event.came_from), "who": entry.actor},
            weight=5,
            url=reverse("milestone-detail", args=[milestone.number]),
            actions=(
                Action(
                    label=_("See the milestone"),
                    url=reverse("milestone-detail", args=[milestone.number]),
                ),
            ),
        )
        return
