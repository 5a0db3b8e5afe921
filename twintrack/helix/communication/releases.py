"""Which customers wait for a release, and whether the talk with each is planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.people.models import User
from twintrack.helix.communication.models import CommunicationPlan
from twintrack.rnd.backlog.lifecycle import FROZEN, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.releases.gates import GateFact, Verdict, register_gate
from twintrack.rnd.releases.models import Release
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.lifecycle import State as FeedbackState
from twintrack.sales.feedback.models import Feedback
from twintrack.ui.words import listed

# So many customers without a plan are named in the sentence of the gate.
NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """A customer who waits for something in a release, and the plans to talk about it."""

    customer: Customer
    requirements: list[Requirement]
    plans: list[CommunicationPlan]
    is_mine: bool


def register_plans_gate() -> None:
    """Ask before a release ships whether the talk with who waits is planned."""
    register_gate("plans", gettext_lazy("Communication plans are ready"), judge_plans, place=60)


def list_awaiting(release: Release, *, for_user: User) -> list[Awaiting]:
    """List the customers who wait for a release and whom the person sees, their own first."""
    awaited, planned = _awaited_by(release), _plans_about(release)
    customers = Customer.objects.visible_to(for_user).filter(pk__in=awaited)
    requirements = Requirement.objects.visible_to(for_user).in_bulk(
        {pk for ids in awaited.values() for pk in ids}
    )
    found = [
        Awaiting(
            customer=customer,
            requirements=[requirements[pk] for pk in awaited[customer.pk] if pk in requirements],
            plans=planned.get(customer.pk, []),
            is_mine=customer.owner_id == for_user.pk,
        )
        for customer in customers.select_related("owner").order_by("name", "pk")
    ]
    return sorted(found, key=lambda each: not each.is_mine)


def list_told(release: Release) -> dict[User, tuple[list[Customer], list[CommunicationPlan]]]:
    """Give who is to know of what happens to a release, with their customers and plans."""
    told: dict[User, tuple[list[Customer], list[CommunicationPlan]]]
    told = defaultdict(lambda: ([], []))
    awaited, planned = _awaited_by(release), _plans_about(release)
    for customer in Customer.objects.filter(pk__in=awaited).select_related("owner").order_by("pk"):
        told[customer.owner][0].append(customer)
    for plan in (each for plans in planned.values() for each in plans):
        for person in {plan.customer.owner, *(step.owner for step in plan.steps.all())}:
            told[person][1].append(plan)
    return told


def judge_plans(release: Release, user: User, _target: Decimal | None) -> GateFact:
    """Say whether everybody who waits for a release has a plan of what they are told."""
    awaited = _awaited_by(release)
    if not awaited:
        return GateFact(verdict=Verdict.OK, sentence=_("No customer waits for it."))
    planned = _plans_about(release)
    without = [pk for pk in awaited if pk not in planned]
    ready = len(awaited) - len(without)
    figures = Decimal(ready), Decimal(len(awaited))
    if not without:
        said = ngettext(
            "The one customer who waits has a plan.",
            "All %(n)d customers who wait have a plan.",
            len(awaited),
        )
        return GateFact(
            verdict=Verdict.OK,
            sentence=said % {"n": len(awaited)},
            figure=figures[0],
            target=figures[1],
        )
    names = _names(without, user)
    counted = {"ready": ready, "total": len(awaited), "names": names}
    said = _("%(ready)d of %(total)d customers who wait have a plan.")
    if names:
        said = _("%(ready)d of %(total)d customers who wait have a plan; without: %(names)s.")
    return GateFact(
        verdict=Verdict.FAILING,
        sentence=said % counted,
        figure=figures[0],
        target=figures[1],
        url=f"{reverse('release-detail', args=[release.number])}?tab=customers",
    )


def _names(ids: Collection[int], user: User) -> str:
    seen = Customer.objects.visible_to(user).filter(pk__in=ids).order_by("pk")
    return listed(seen.values_list("name", flat=True)[:NAMED])


def _awaited_by(release: Release) -> dict[int, list[int]]:
    """Give the ids of what each customer waits for in a release, by the ids of customers."""
    said = Feedback.objects.exclude(state=FeedbackState.WITHDRAWN)
    rows = said.filter(
        handoffs__requirement__in=Requirement.objects.filter(release=release).exclude(
            state__in=FROZEN | {State.DEFERRED}
        )
    )
    found: dict[int, list[int]] = defaultdict(list)
    pairs = rows.values_list("customer", "handoffs__requirement").distinct().order_by()
    for customer, requirement in sorted(pairs):
        found[customer].append(requirement)
    return dict(found)


def _plans_about(release: Release) -> dict[int, list[CommunicationPlan]]:
    """Give the plans on the milestones of what a release holds, by the ids of customers."""
    milestones = Requirement.objects.filter(release=release).values("milestone")
    plans = CommunicationPlan.objects.filter(milestone__in=milestones)
    found: dict[int, list[CommunicationPlan]] = defaultdict(list)
    rows = plans.select_related("customer__owner", "milestone").prefetch_related("steps__owner")
    for plan in rows.order_by("pk"):
        found[plan.customer_id].append(plan)
    return dict(found)
