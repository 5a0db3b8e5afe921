"""The two tracks in a few numbers, each with its window and its count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import TypeVar

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.ledger.queries import count_by_kind
from twintrack.foundation.money.templatetags.money import money_for
from twintrack.foundation.people.models import User
from twintrack.helix.communication.lifecycle import StepState
from twintrack.helix.communication.queries import list_closed_steps, list_open_steps
from twintrack.helix.desk.keeping import keep
from twintrack.rnd.backlog.events import RequirementAdvanced
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Review
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.sales.feedback.models import Kind
from twintrack.sales.feedback.queries import list_open
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.queries import Wanted, list_opportunities, sum_by_stage

T = TypeVar("T")
WINDOW_DAYS = 90
# Below this a share or a middle value says more than the counts behind it know.
FEWEST = 5
TALKS = ("communication_plan", "milestone")
POOL: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("proposed", (State.PROPOSED, State.UNDER_REVIEW)),
    ("accepted", (State.ACCEPTED,)),
    ("planned", (State.PLANNED,)),
    ("in_development", (State.IN_DEVELOPMENT,)),
    ("in_testing", (State.IN_TESTING,)),
)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row of a column's picture; `share` in percent of the longest."""

    label: str
    value: str
    share: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number with its unit, what it counts, and how sure it is; no value means too few to say."""

    label: str
    value: str
    unit: str
    basis: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One track."""

    title: str
    total: str
    total_label: str
    bars: list[Bar]
    measures: list[Measure]


def _kept(
    figure: str, ask: Callable[[], T], user: User, now: datetime, *, about: tuple[str, ...]
) -> T:
    return keep(figure, ask, user=user, on=timezone.localdate(now), about=about)


def _bars(rows: list[tuple[str, int, str]]) -> list[Bar]:
    longest = max((count for _label, count, _url in rows), default=0) or 1
    return [
        Bar(label=label, value=str(count), share=round(100 * count / longest), url=url)
        for label, count, url in rows
    ]


def rnd_column(user: User, *, now: datetime) -> Column:
    """Measure R&D: what stands in the pool, how fast customers are answered, what went out."""
    counts = _kept("pool", lambda: _count_pool(user), user, now, about=("requirement",))
    pool = reverse("requirement-list")
    rows = [
        (
            str(State(code).label),
            sum(counts.get(each, 0) for each in states),
            f"{pool}?state={code}",
        )
        for code, states in POOL
    ]
    total = sum(count for _label, count, _url in rows)
    return Column(
        title=_("Requirement pool"),
        total=str(total),
        total_label=ngettext("open requirement", "open requirements", total),
        bars=_bars(rows),
        measures=[_answer_days(user, now), _released(user, now)],
    )


def _count_pool(user: User) -> dict[str, int]:
    states = list_requirements(for_user=user).order_by().values_list("state")
    return dict(states.annotate(count=Count("pk")))


def _answer_days(user: User, now: datetime) -> Measure:
    """Days from the first feedback to the first decision, the middle of the last 90 days."""
    days = _kept(
        "answer_days",
        lambda: _list_answer_days(user, now - timedelta(days=WINDOW_DAYS)),
        user,
        now,
        about=("requirement", "feedback"),
    )
    return Measure(
        label=_("Feedback → decision"),
        value=f"{median(days):.1f}" if len(days) >= FEWEST else "",
        unit=_("days"),
        basis=_("median of %(days)d days, n = %(n)d") % {"days": WINDOW_DAYS, "n": len(days)},
        url=reverse("requirement-list"),
    )


def _list_answer_days(user: User, since: datetime) -> list[float]:
    # Few are decided in that time; without their ids the answer was sought for all that there are.
    lately = Review.objects.filter(decided_at__gte=since).values_list("requirement_id", flat=True)
    decided = (
        list_requirements(for_user=user)
        .filter(pk__in=set(lately))
        .order_by()
        .annotate(answered=Min("reviews__decided_at"), asked=Min("handoffs__feedback__recorded_at"))
        .filter(answered__gte=since, asked__isnull=False)
        .values_list("asked", "answered")
    )
    return [max(0.0, (answered - asked).total_seconds() / 86400) for asked, answered in decided]


def _released(user: User, now: datetime) -> Measure:
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    visible = list_requirements(for_user=user).order_by().values("pk")

    def ask() -> int:
        return count_by_kind(
            RequirementAdvanced.kind, since=first, about=visible, to=State.RELEASED.value
        )

    count = _kept("released", ask, user, now, about=("requirement",))
    return Measure(
        label=_("Released this month"),
        value=str(count),
        unit=npgettext("after a count", "requirement", "requirements", count),
        basis="",
        url=f"{reverse('requirement-list')}?state={State.RELEASED}",
    )


def sales_column(user: User, *, now: datetime) -> Column:
    """
    Measure sales: what is under negotiation, what customers wait for, how the talk keeps its days.

    Who may not see opportunities sees the open feedback in their place.
    """
    measures = [_on_time(user, now), _first_talk(user, now), _overdue(user, now)]
    counts = _kept("open_feedback", lambda: _count_open(user), user, now, about=("feedback",))
    if may(user, Act.SEE_OPPORTUNITIES):
        return _pipeline(user, now, [_open_feedback(sum(counts.values())), *measures])
    page = reverse("feedback-list")
    rows = [(str(kind.label), counts.get(kind, 0), f"{page}?kind={kind}") for kind in Kind]
    total = sum(counts.values())
    return Column(
        title=_("What customers wait for"),
        total=str(total),
        total_label=ngettext("open feedback item", "open feedback items", total),
        bars=_bars(rows),
        measures=measures,
    )


def _count_open(user: User) -> dict[str, int]:
    kinds = list_open(for_user=user).order_by().values_list("kind")
    return dict(kinds.annotate(count=Count("pk")))


def _pipeline(user: User, now: datetime, measures: list[Measure]) -> Column:
    opportunities = list_opportunities(for_user=user, wanted=Wanted(stage="open"))
    sums = _kept(
        "pipeline",
        lambda: sum_by_stage(opportunities, on=timezone.localdate(now)),
        user,
        now,
        about=("opportunity", "exchange_rate"),
    )
    worth = {
        stage: sums[stage.code].total.in_base if stage.code in sums else Decimal(0)
        for stage in open_stages()
    }
    longest = max(worth.values(), default=Decimal(0)) or Decimal(1)
    count = sum(each.count for each in sums.values())
    page = reverse("opportunity-list")
    return Column(
        title=_("Open opportunities"),
        total=money_for(sum(worth.values(), Decimal(0)), user),
        total_label=ngettext("%(n)d opportunity", "%(n)d opportunities", count) % {"n": count},
        bars=[
            Bar(
                label=stage.name,
                value=money_for(amount, user),
                share=round(100 * amount / longest),
                url=f"{page}?stage={stage.code}",
            )
            for stage, amount in worth.items()
        ],
        measures=measures,
    )


def _open_feedback(count: int) -> Measure:
    return Measure(
        label=_("Feedback without an answer"),
        value=str(count),
        unit=ngettext("item", "items", count),
        basis="",
        url=reverse("feedback-list"),
    )


def _on_time(user: User, now: datetime) -> Measure:
    since = now - timedelta(days=WINDOW_DAYS)
    steps = list_closed_steps(for_user=user, since=since, state=StepState.DONE)

    def ask() -> dict[str, int]:
        on_time = Count("pk", filter=Q(closed_at__date__lte=F("due_on")))
        return steps.aggregate(done=Count("pk"), kept=on_time)

    found = _kept("on_time", ask, user, now, about=TALKS)
    done, kept = found["done"], found["kept"]
    return Measure(
        label=_("Plan steps done on time"),
        value=f"{100 * kept / done:.0f}" if done >= FEWEST else "",
        unit="%",
        basis=_("%(kept)d of %(n)d in %(days)d days")
        % {"kept": kept, "n": done, "days": WINDOW_DAYS},
        url=reverse("plan-list"),
    )


def _first_talk(user: User, now: datetime) -> Measure:
    """Days from a reached milestone to the first step done with a customer, the middle."""
    since = now - timedelta(days=WINDOW_DAYS)
    first = (
        list_closed_steps(for_user=user, since=since, state=StepState.DONE)
        .order_by()
        .values("plan", "plan__counted_from")
        .annotate(first=Min("closed_at"))
    )

    def ask() -> list[int]:
        return [
            max(0, (timezone.localdate(row["first"]) - row["plan__counted_from"]).days)
            for row in first
        ]

    days = _kept("first_talk", ask, user, now, about=TALKS)
    return Measure(
        label=_("Milestone → first contact"),
        value=f"{median(days):.1f}" if len(days) >= FEWEST else "",
        unit=_("days"),
        basis=_("median of %(days)d days, n = %(n)d") % {"days": WINDOW_DAYS, "n": len(days)},
        url=reverse("plan-list"),
    )


def _overdue(user: User, now: datetime) -> Measure:
    yesterday = timezone.localdate(now) - timedelta(days=1)
    steps = list_open_steps(for_user=user, until=yesterday)
    count = _kept("late_steps", steps.count, user, now, about=TALKS)
    return Measure(
        label=_("Plan steps overdue"),
        value=str(count),
        unit=ngettext("step", "steps", count),
        basis="",
        url=reverse("plan-list"),
    )
