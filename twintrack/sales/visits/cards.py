"""What stands on Today of one's visits: today's, notes that are owed, and the week."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.people.models import User
from twintrack.sales.visits import queries
from twintrack.sales.visits.lifecycle import OPEN, VisitState
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.progress import PersonWeek, week_of
from twintrack.ui.cards import Action, Card

THURSDAY = 3


def visits_today(user: User, now: datetime) -> Iterator[Card]:
    """Tell a person where they go today, which notes they owe, and how their week stands."""
    today = timezone.localdate(now)
    midnight = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    wanted = queries.Wanted(owner=user)
    mine = queries.list_between(
        midnight, midnight + timedelta(days=1), for_user=user, wanted=wanted
    )
    ahead = [each for each in mine if each.state in OPEN]
    owed = list(queries.list_unnoted(user, before=midnight)[:20])
    # Others are told of their visits, not of a target.
    week = week_of(user, on=today) if not user.roles.isdisjoint(queries.VISITORS) else None
    if ahead:
        yield _today(ahead, week)
    if owed:
        yield _owed(owed)
    if week and week.missing and today.weekday() >= THURSDAY:
        yield _behind(week)


def week_words(week: PersonWeek) -> str:
    """Say how the week stands."""
    return _("%(held)d of %(target)d this week") % {"held": week.held, "target": week.target}


def _today(ahead: list[Visit], week: PersonWeek | None) -> Card:
    first = next((each for each in ahead if each.state == VisitState.CHECKED_IN), ahead[0])
    page = reverse("visit-detail", args=[first.number])
    begins = timezone.localtime(first.starts_at).strftime("%H:%M")
    more = len(ahead) - 1
    rest = ngettext("%(n)d more visit today", "%(n)d more visits today", more) % {"n": more}
    parts = [first.purpose, *([rest] if more else []), *([week_words(week)] if week else [])]
    return Card(
        code="visits.today",
        track="sales",
        icon="map-pin",
        label=_("Visit"),
        title=_("%(time)s at %(customer)s") % {"time": begins, "customer": first.customer},
        hint=" · ".join(parts),
        aside=first.get_kind_display(),
        tone="warn",
        weight=60,
        url=page,
        actions=(
            Action(label=_("Open it"), url=page),
            Action(label=_("My day"), url=reverse("visit-week")),
        ),
    )


def _owed(owed: list[Visit]) -> Card:
    first = owed[0]
    page = reverse("visit-note", args=[first.number])
    title = ngettext("%(n)d visit has no note yet", "%(n)d visits have no note yet", len(owed)) % {
        "n": len(owed)
    }
    return Card(
        code="visits.owed",
        track="sales",
        icon="notes",
        label=_("Visit note"),
        title=title,
        hint=f"{first.customer} · {first.purpose}",
        tone="warn",
        weight=50 + len(owed),
        url=page,
        actions=(
            Action(label=_("Write the note"), url=page),
            Action(label=_("See all"), url=f"{reverse('visit-list')}?view=owed"),
        ),
    )


def _behind(week: PersonWeek) -> Card:
    title = ngettext(
        "%(n)d visit is missing this week", "%(n)d visits are missing this week", week.missing
    ) % {"n": week.missing}
    planned = ngettext("%(n)d still planned", "%(n)d still planned", week.planned)
    return Card(
        code="visits.week",
        track="sales",
        icon="target",
        label=_("Visits"),
        title=title,
        hint=planned % {"n": week.planned},
        aside=week_words(week),
        tone="" if week.planned >= week.missing else "warn",
        weight=30,
        url=reverse("visit-week"),
        actions=(Action(label=_("Plan a visit"), url=reverse("visit-new")),),
    )
