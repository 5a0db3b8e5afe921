"""What stands on Today of complaints that break soon."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.people.models import User
from twintrack.sales.complaints import queries
from twintrack.sales.sla.words import length_words
from twintrack.ui.cards import Action, Card

MOST = 20


def breaking_soon(user: User, now: datetime) -> Iterator[Card]:
    """Tell a person of the complaints of theirs that broke or break soon, and the worst of them."""
    mine = list(queries.list_breaking(user, now=now)[:MOST])
    if not mine:
        return
    late = sum(each.breaks_at < now for each in mine)
    first = mine[0]
    left = first.breaks_at - now
    page = reverse("feedback-detail", args=[first.feedback.number])
    said = (
        ngettext(
            "%(n)d complaint of yours is later than promised",
            "%(n)d complaints of yours are later than promised",
            late,
        )
        if late
        else ngettext(
            "%(n)d complaint of yours breaks its promise soon",
            "%(n)d complaints of yours break their promises soon",
            len(mine),
        )
    )
    yield Card(
        code="complaints.breaking",
        track="sales",
        icon="clock",
        label=_("SLA"),
        title=said % {"n": late or len(mine)},
        hint=f"{first.feedback.customer} · {first.feedback.title}",
        aside=(_("%(time)s over") if late else _("within %(time)s")) % {"time": length_words(left)},
        tone="bad" if late else "warn",
        weight=100 + len(mine),
        url=page,
        actions=(
            Action(label=_("Open it"), url=page),
            Action(label=_("See all"), url=f"{reverse('complaint-list')}?view=mine"),
        ),
    )
