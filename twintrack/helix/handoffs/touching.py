"""Customers, their salespeople and opportunities that a change of a requirement touches."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.templatetags.money import amount, money_for
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.behind import Waiting, who_waits
from twintrack.rnd.backlog.impact import Move, Section, Supposed, Touched
from twintrack.sales.pipeline.queries import Wanted, list_opportunities
from twintrack.ui.words import listed

MOST = 50


def find_customers(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Find who waits for a requirement, who has to tell them, and what they may buy."""
    waiting = who_waits(supposed.requirement, on=timezone.localdate(), for_user=for_user)
    owners: dict[int, tuple[User, list[str]]] = {}
    for each in waiting.customers:
        yield _customer(supposed, each, for_user)
        owner = each.customer.owner
        owners.setdefault(owner.pk, (owner, []))[1].append(each.customer.name)
    for owner, names in owners.values():
        yield Touched(
            section=Section.WHOM,
            kind="user",
            title=owner.name,
            url="",
            effect=_("Has to tell %(customers)s") % {"customers": listed(names, 3)},
            tone="warn" if supposed.is_later or supposed.move == Move.DROP else "",
            person=owner,
        )
    yield from _opportunities(supposed, waiting.customers, for_user)


def _customer(supposed: Supposed, each: Waiting, for_user: User) -> Touched:
    many = len(each.feedback)
    words = ngettext("Said so %(n)d time", "Said so %(n)d times", many) % {"n": many}
    if supposed.move == Move.DROP:
        words = _("Waits in vain")
    elif supposed.is_later:
        late = supposed.days
        words = ngettext("Waits %(n)d day longer", "Waits %(n)d days longer", late) % {"n": late}
    return Touched(
        section=Section.WHOM,
        kind="customer",
        number=each.customer.number,
        title=each.customer.name,
        url=reverse("customer-detail", args=[each.customer.number]),
        effect=words,
        tone="bad" if supposed.move == Move.DROP else "warn" if supposed.is_later else "",
        amount=money_for(each.amount, for_user) if each.amount else "",
        person=each.customer.owner,
    )


def _opportunities(supposed: Supposed, waiting: list[Waiting], for_user: User) -> Iterator[Touched]:
    if not may(for_user, Act.SEE_OPPORTUNITIES):
        return
    customers = [each.customer.pk for each in waiting]
    rows = list_opportunities(for_user=for_user, wanted=Wanted(stage="open"))
    rows = rows.filter(customer__in=customers)
    for each in rows.select_related("customer", "owner").order_by("expected_close_on", "pk")[:MOST]:
        is_after = supposed.to is not None and supposed.to > each.expected_close_on
        if supposed.move == Move.DROP:
            effect, tone = _("%(customer)s waits for it") % {"customer": each.customer}, "bad"
        elif is_after:
            effect, tone = _("Is to close before that day"), "bad"
        else:
            effect, tone = _("%(customer)s waits for it") % {"customer": each.customer}, ""
        yield Touched(
            section=Section.PROMISES,
            kind="opportunity",
            number=each.number,
            title=each.name,
            url=reverse("opportunity-detail", args=[each.number]),
            effect=effect,
            tone=tone,
            amount=amount(each.amount, each.currency, for_user),
            person=each.owner,
        )
