"""Feedback and requirements that wait for a decision or a date."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.templatetags.money import money_for
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.queries import list_proposals
from twintrack.helix.handoffs.revenue import open_amounts
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.rnd.backlog.review_queue import MOST_COUNTED, list_awaited_opinions
from twintrack.sales.feedback.models import Severity
from twintrack.sales.feedback.queries import list_to_triage
from twintrack.ui.cards import Action, Card
from twintrack.ui.navigation import address_of

UNDECIDED = (State.PROPOSED, State.UNDER_REVIEW)
IN_WORK = (State.PLANNED, State.IN_DEVELOPMENT, State.IN_TESTING)
# As many are named; the others are counted.
NAMED = 3
PLANNERS = frozenset({Role.PRODUCT_MANAGER, Role.RND_LEAD})


def to_triage(user: User, now: datetime) -> Iterator[Card]:
    """Tell a product manager what customers said that nobody has looked at."""
    if Role.PRODUCT_MANAGER not in user.roles:
        return
    fresh = list_to_triage(for_user=user)
    found = fresh.order_by().aggregate(
        count=Count("pk"),
        customers=Count("customer", distinct=True),
        blockers=Count("pk", filter=Q(severity=Severity.BLOCKER)),
    )
    if not found["count"]:
        return
    hint = ngettext("from %(n)d customer", "from %(n)d customers", found["customers"]) % {
        "n": found["customers"]
    }
    if found["blockers"]:
        stops = ngettext("%(n)d stops a line", "%(n)d stop a line", found["blockers"]) % {
            "n": found["blockers"]
        }
        hint = f"{hint} · {stops}"
    worth = open_amounts(set(fresh.order_by().values_list("customer", flat=True)), on=now)
    if worth:
        hint = f"{hint} · {_money(worth, user)}"
    url = reverse("feedback-list")
    yield Card(
        code="triage",
        track="sales",
        icon="message-2",
        label=_("Feedback"),
        title=ngettext(
            "%(n)d piece of feedback to triage",
            "%(n)d pieces of feedback to triage",
            found["count"],
        )
        % {"n": found["count"]},
        hint=hint,
        tone="warn" if found["blockers"] else "",
        weight=found["customers"],
        url=url,
        actions=(Action(label=_("Triage"), url=url),),
    )


def to_review(user: User, now: datetime) -> Iterator[Card]:
    """Tell who decides which requirement most customers wait to hear about."""
    if user.roles.isdisjoint({Role.PRODUCT_MANAGER, Role.EXECUTIVE}):
        return
    waiting = list_requirements(for_user=user).filter(state__in=UNDECIDED)
    first = waiting.order_by("-revenue", "-customers_count", "-value_score", "pk").first()
    if first is None:
        return
    count = waiting.count()
    days = (timezone.localdate(now) - timezone.localdate(first.created_at)).days
    asked = ngettext(
        "%(n)d customer asks for it", "%(n)d customers ask for it", first.customers_count
    ) % {"n": first.customers_count}
    since = ngettext("waiting %(n)d day", "waiting %(n)d days", days) % {"n": days}
    worth = [_money(first.revenue, user)] if first.revenue else []
    page = reverse("requirement-detail", args=[first.number])
    found = address_of(("review-list", "requirement-list"))
    assert found
    yield Card(
        code="review",
        track="rd",
        icon="clipboard-check",
        label=_("Requirement review"),
        title=_("“%(title)s” waits for a decision") % {"title": first.title},
        hint=" · ".join([asked, *worth, since]),
        aside=ngettext("%(n)d to review", "%(n)d to review", count) % {"n": count},
        tone="warn" if days > 14 else "",
        weight=20 + first.customers_count,
        url=page,
        actions=(
            Action(label=_("Review it"), url=page),
            Action(label=_("All that wait"), url=found[1]),
        ),
    )


def to_judge(user: User, now: datetime) -> Iterator[Card]:
    """Tell whoever is asked for opinions on which requirements, and how many are overdue."""
    owed = list(list_awaited_opinions(for_user=user)[:MOST_COUNTED])
    if not owed:
        return
    today = timezone.localdate(now)
    late = sum(1 for each in owed if each.request.due_on and each.request.due_on < today)
    asked = [each.request.requirement for each in owed]
    named = [f"{each.number} {each.title}" for each in asked[:NAMED]]
    more = [_("%(n)d more") % {"n": len(asked) - NAMED}] if len(asked) > NAMED else []
    url = f"{reverse('review-list')}?for=me"
    yield Card(
        code="opinions",
        track="rd",
        icon="message-2",
        label=_("Opinion"),
        title=ngettext("%(n)d opinion asked of you", "%(n)d opinions asked of you", len(owed))
        % {"n": len(owed)},
        hint=" · ".join([*named, *more]),
        aside=ngettext("%(n)d overdue", "%(n)d overdue", late) % {"n": late} if late else "",
        tone="warn" if late else "",
        weight=15 + len(owed),
        url=url,
        actions=(Action(label=_("Give your opinion"), url=url),),
    )


def _money(amount: Decimal, user: User) -> str:
    return _("%(amount)s under negotiation") % {"amount": money_for(amount, user)}


def to_attach(user: User, now: datetime) -> Iterator[Card]:
    """Tell a product manager what customers said again in other words."""
    if Role.PRODUCT_MANAGER not in user.roles:
        return
    proposals = list_proposals(for_user=user)
    first = proposals.first()
    if first is None:
        return
    count = proposals.count()
    asked = ngettext(
        "%(n)d customer asks for it",
        "%(n)d customers ask for it",
        first.requirement.customers_count,
    ) % {"n": first.requirement.customers_count}
    url = reverse("proposal-list")
    yield Card(
        code="proposals",
        track="helix",
        icon="git-merge",
        label=_("Proposal"),
        title=_("“%(said)s” may belong to “%(title)s”")
        % {"said": first.feedback.title, "title": first.requirement.title},
        hint=" · ".join(
            [
                _("similarity %(percent)d %%") % {"percent": round(100 * first.similarity)},
                asked,
            ]
        ),
        aside=ngettext("%(n)d to decide", "%(n)d to decide", count) % {"n": count},
        weight=12 + count,
        url=url,
        actions=(Action(label=_("Attach or keep apart"), url=url),),
    )


def without_date(user: User, now: datetime) -> Iterator[Card]:
    """Tell who plans what is accepted and has no date yet."""
    if user.roles.isdisjoint(PLANNERS):
        return
    undated = list_requirements(for_user=user, state=State.ACCEPTED).filter(planned_on=None)
    first = undated.order_by("-customers_count", "-value_score", "pk").first()
    if first is None:
        return
    count = undated.count()
    yield Card(
        code="undated",
        track="rd",
        icon="calendar-event",
        label=_("Requirement"),
        title=ngettext(
            "%(n)d accepted requirement has no date",
            "%(n)d accepted requirements have no date",
            count,
        )
        % {"n": count},
        hint=f"{first.number} {first.title}",
        weight=count,
        url=f"{reverse('requirement-list')}?state={State.ACCEPTED}",
        actions=(
            Action(
                label=_("Plan the first"),
                url=reverse("requirement-detail", args=[first.number]),
            ),
            Action(label=_("See all"), url=f"{reverse('requirement-list')}?state={State.ACCEPTED}"),
        ),
    )


def past_their_day(user: User, now: datetime) -> Iterator[Card]:
    """Tell who plans which dates have passed with the work still open."""
    if user.roles.isdisjoint(PLANNERS | {Role.ENGINEER}):
        return
    today = timezone.localdate(now)
    open_late = list_requirements(for_user=user).filter(state__in=IN_WORK, planned_on__lt=today)
    first = open_late.order_by("-customers_count", "planned_on", "pk").first()
    if first is None or first.planned_on is None:
        return
    count, days = open_late.count(), (today - first.planned_on).days
    page = reverse("requirement-detail", args=[first.number])
    waits = ngettext("%(n)d customer waits", "%(n)d customers wait", first.customers_count) % {
        "n": first.customers_count
    }
    yield Card(
        code="overdue",
        track="rd",
        icon="bulb",
        label=_("Requirement"),
        title=ngettext(
            "“%(title)s” was planned for %(n)d day ago",
            "“%(title)s” was planned for %(n)d days ago",
            days,
        )
        % {"title": first.title, "n": days},
        hint=f"{first.get_state_display()} · {waits}",
        aside=ngettext("%(n)d past its day", "%(n)d past their day", count) % {"n": count},
        tone="bad" if first.customers_count else "warn",
        weight=10 + first.customers_count,
        url=page,
        actions=(Action(label=_("Move the date"), url=page),),
    )
