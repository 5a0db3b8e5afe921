"""Who has to approve what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.money.queries import to_base
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.quotes.approval import Ask, Figures, asked_for
from twintrack.sales.quotes.arithmetic import percent
from twintrack.sales.quotes.lifecycle import ApprovalState, QuoteState
from twintrack.sales.quotes.models import ApprovalRule, Quote, QuoteApproval, QuoteVersion, RuleKind

# They may stand in for any role that is asked.
STAND_IN = frozenset({Role.EXECUTIVE, Role.ADMIN})


def may_decide(user: User, role: str) -> bool:
    """Say whether a person may approve for a role."""
    return user.is_active and not user.roles.isdisjoint({role, *STAND_IN})


def who_is_asked(version: QuoteVersion, *, on: date) -> list[Ask]:
    """
    List who would have to approve a version as it is, in their order.

    :raises RateMissing: if its currency has no rate to compare amounts by.
    """
    rules = ApprovalRule.objects.filter(is_active=True)
    figures = Figures(
        discount=percent(version.discounted, version.at_list),
        margin=None if version.cost is None else percent(version.net - version.cost, version.net),
        amount=to_base(version.net, version.currency, on),
    )
    return asked_for(rules, figures)


def list_rules(*, for_user: User) -> QuerySet[ApprovalRule]:
    """List the rules in the order in which they ask."""
    check_may(for_user, Act.SEE_PRICES)
    return ApprovalRule.objects.order_by("step", "pk")


def get_rule(pk: int, *, for_user: User) -> ApprovalRule:
    """
    Find a rule.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_rules(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_approvals(version: QuoteVersion) -> QuerySet[QuoteApproval]:
    """List the steps of a version's approval, every turn, in their order."""
    return version.approvals.select_related("decided_by").order_by("turn", "step", "pk")


def waiting_role(version: QuoteVersion) -> str:
    """Give the role that is asked now, or nothing."""
    waiting = version.approvals.filter(state=ApprovalState.WAITING)
    first = waiting.order_by("turn", "step", "pk").first()
    return first.role if first else ""


def list_waiting_for(user: User) -> QuerySet[QuoteVersion]:
    """List the versions that wait for this person's approval, the longest waiting first."""
    versions: QuerySet[QuoteVersion] = QuoteVersion.objects.visible_to(user)
    steps = QuoteApproval.objects.filter(version=OuterRef("pk"), state=ApprovalState.WAITING)
    first = steps.order_by("turn", "step", "pk").values("role")[:1]
    rows = versions.filter(state=QuoteState.IN_APPROVAL, is_current=True)
    rows = rows.annotate(asked=Subquery(first))
    if user.roles.isdisjoint(STAND_IN):
        rows = rows.filter(asked__in=user.roles)
    if Role.ADMIN not in user.roles:
        rows = rows.exclude(Q(quote__owner=user) | Q(submitted_by=user))
    related = ("quote__opportunity", "quote__customer", "quote__owner")
    return rows.select_related(*related).order_by("submitted_at", "pk")


def margin_floor() -> Decimal | None:
    """Give the highest margin below which a rule asks, in per cent; nothing where none does."""
    rules = ApprovalRule.objects.filter(is_active=True, kind=RuleKind.MARGIN_BELOW)
    floor: Decimal | None = rules.aggregate(floor=Max("threshold"))["floor"]
    return floor


def list_asked(quote: Quote) -> list[User]:
    """List who was told that a quote waits for them and did not look yet."""
    told = Notification.objects.filter(
        told_by="quotes/asked", subject_kind="quote", subject_id=quote.pk, read_at=None
    )
    return [each.recipient for each in told.select_related("recipient")]
