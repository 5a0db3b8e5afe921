"""My work today with the customer behind it, and what early warning says to those who lead."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.queries import list_waiting
from twintrack.hub.risks.models import Risk
from twintrack.hub.risks.queries import list_owned as list_risks
from twintrack.rnd.work.lifecycle import UNDER_WAY
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.queries import list_owned
from twintrack.ui.cards import Action, Card

# As many risks have a card of their own; the others are counted.
NAMED = 2


def mine(user: User, now: datetime) -> Iterator[Card]:
    """Tell who has begun something what it is, whom it is for, and what stands in the way."""
    owned = list_owned(user).select_related("requirement")
    begun = list(owned.filter(state__in=UNDER_WAY).order_by("-blocked_at", "priority", "rank"))
    if not begun:
        yield from _next(owned.first())
        return
    blocked = [each for each in begun if each.is_blocked]
    first = (blocked or begun)[0]
    others = len(begun) - 1
    url = reverse("work-item-detail", args=[first.number])
    title = (
        _("%(number)s “%(title)s” is blocked") if blocked else _("%(number)s “%(title)s” goes on")
    )
    yield Card(
        code="my-work",
        track="rd",
        icon="checkbox",
        label=_("My work"),
        title=title % {"number": first.number, "title": first.title},
        hint=first.blocked_reason or _customers(first),
        aside=ngettext("and %(n)d more begun", "and %(n)d more begun", others) % {"n": others}
        if others
        else "",
        tone="bad" if blocked else "",
        weight=40 - 5 * first.priority,
        url=url,
        actions=(
            Action(label=_("Open it"), url=url),
            Action(label=_("All my work"), url=f"{reverse('work-item-list')}?view=mine"),
        ),
    )


def _next(item: WorkItem | None) -> Iterator[Card]:
    if item is None:
        return
    url = reverse("work-item-detail", args=[item.number])
    yield Card(
        code="my-work",
        track="rd",
        icon="checkbox",
        label=_("My work"),
        title=_("Next: %(number)s “%(title)s”") % {"number": item.number, "title": item.title},
        hint=_customers(item),
        url=url,
        actions=(Action(label=_("Open it"), url=url),),
    )


def _customers(item: WorkItem) -> str:
    """Name the customers who wait for what a work item makes come true."""
    if item.requirement is None:
        return ""
    names = list(dict.fromkeys(each.customer.name for each in list_waiting(item.requirement)))
    if not names:
        return item.requirement.title
    shown = " · ".join(names[:2]) + ("…" if len(names) > 2 else "")
    return _("%(customers)s wait for it") % {"customers": shown}


def threatened(user: User, now: datetime) -> Iterator[Card]:
    """Tell who answers for risks which of them nobody deals with yet."""
    found = list(list_risks(user).filter(state="open").order_by("-probability", "-pk")[:20])
    for place, risk in enumerate(found[:NAMED]):
        more = len(found) - NAMED
        yield _risk(risk, more if place == NAMED - 1 and more > 0 else 0)


def _risk(risk: Risk, more: int) -> Card:
    url = reverse("risk-detail", args=[risk.number])
    return Card(
        code=f"risk-{risk.pk}",
        track="hub",
        icon="alert-triangle",
        label=_("Early warning") if risk.rule else _("Risk"),
        title=risk.words,
        hint=_("likely by %(probability)s %%") % {"probability": risk.probability},
        aside=ngettext("and %(n)d more risk", "and %(n)d more risks", more) % {"n": more}
        if more
        else "",
        tone=risk.tone,
        weight=risk.probability,
        url=url,
        actions=(
            Action(label=_("Deal with it"), url=url),
            Action(label=_("All risks"), url=f"{reverse('risk-list')}?view=mine"),
        ),
    )
