"""What deals need, on the cards of the board, among entry criteria and before changes are made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.templatetags.money import amount
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.behind import who_waits
from twintrack.helix.needs.fitting import judge
from twintrack.helix.needs.lifecycle import Fit
from twintrack.helix.needs.models import Need
from twintrack.helix.needs.queries import RELATED, list_deals, worst_of
from twintrack.rnd.backlog.impact import Move, Section, Supposed, Touched
from twintrack.sales.pipeline.chips import Strip, register_strip
from twintrack.sales.pipeline.criteria import register_check
from twintrack.sales.pipeline.models import Opportunity

LATE = (Fit.MISSES, Fit.REFUSED)


def strips(ids: Collection[int], for_user: User) -> dict[int, Strip]:
    """Show on each card what it must have and is worst."""
    worst = worst_of(ids, for_user=for_user, on=timezone.localdate())
    return {
        pk: Strip(label=each.requirement.title, verdict=str(each.fit.label), tone=each.tone)
        for pk, each in worst.items()
    }


def fits(opportunity: Opportunity, on: date) -> bool:
    """Say whether all that a deal must have comes in time, as far as anybody knows."""
    needs = Need.objects.filter(opportunity=opportunity, is_must=True).select_related(*RELATED)
    return not any(judge(each, on=on).fit in LATE for each in needs)


def find_deals(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Find the deals that need a requirement, of customers who do not wait for it anyway."""
    if not may(for_user, Act.SEE_OPPORTUNITIES):
        return
    waiting = who_waits(supposed.requirement, on=timezone.localdate(), for_user=for_user)
    told = {each.customer.pk for each in waiting.customers}
    for need in list_deals(supposed.requirement, for_user=for_user):
        deal = need.opportunity
        if deal.customer_id in told:
            continue
        is_late = supposed.to is not None and supposed.to > deal.expected_close_on
        is_bad = is_late or supposed.move == Move.DROP
        yield Touched(
            section=Section.PROMISES,
            kind="opportunity",
            number=deal.number,
            title=deal.name,
            url=reverse("opportunity-detail", args=[deal.number]),
            effect=_("Is to close before that day")
            if is_late
            else _("%(customer)s needs it") % {"customer": deal.customer},
            tone="bad" if is_bad else "",
            amount=amount(deal.amount, deal.currency, for_user),
            person=deal.owner,
        )


def register_showing() -> None:
    """Hang it where lower apps let others show something."""
    register_strip("needs", strips)
    register_check(
        "needs",
        gettext_lazy("What it needs comes in time"),
        fits,
        hint=gettext_lazy("A requirement that the deal must have comes too late, or not at all."),
        place=70,
    )
