"""What the next six weeks hold: milestones above, customers below, and who waits for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.money.templatetags.money import money_for
from twintrack.foundation.people.models import User
from twintrack.helix.communication.models import PlanStep
from twintrack.helix.communication.queries import list_open_steps
from twintrack.helix.handoffs.queries import list_waiting_names
from twintrack.hub.projects.models import Milestone
from twintrack.hub.projects.queries import list_milestones
from twintrack.hub.scheduling.working_days import add_working_days
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import list_requirements

WEEKS = 6
# More than these nobody reads on one strip; the lists behind it have them all.
MOST = 60
AHEAD = (State.ACCEPTED, State.PLANNED, State.IN_DEVELOPMENT, State.IN_TESTING)


@dataclass(kw_only=True)
class Mark:
    """
    Something on a day: its page, what to say of it, and by how many days it is late.

    Of its words `who` is cut where there is no room for all, what follows it never.
    """

    on: date
    who: str
    url: str
    before: str = ""
    after: str = ""
    hint: str = ""
    days_late: int = 0
    is_done: bool = False
    # Ids of the milestones that it waits for, with the tone of the curve and the days lost.
    waits_for: list[tuple[int, str, int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.before}{self.who}{self.after}"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Six weeks from a Monday on."""

    start: date
    today: date
    milestones: dict[int, Mark]
    actions: list[Mark]

    @property
    def end(self) -> date:
        return self.start + timedelta(weeks=WEEKS)

    @property
    def is_empty(self) -> bool:
        return not self.milestones and not self.actions


def schedule_for(user: User, *, today: date) -> Schedule:
    """Gather what a person may see of this week and the five after it."""
    start = today - timedelta(days=today.weekday())
    end = start + timedelta(weeks=WEEKS)
    ahead = _milestones(user, start=start, end=end)
    requirements = list(
        list_requirements(for_user=user)
        .filter(customers_count__gt=0, state__in=AHEAD)
        .filter(Q(planned_on__lt=end) | Q(planned_on=None, milestone__in=list(ahead)))
        .select_related("milestone")
        .order_by("planned_on", "-customers_count", "pk")[:MOST]
    )
    names = list_waiting_names(requirements)
    promised = [each for each in requirements if each.planned_on]
    steps = list_open_steps(for_user=user, until=end - timedelta(days=1))[: MOST * 4]
    actions = [
        *_promises(promised, names, user, start=start, today=today),
        *_talks(steps, start=start, today=today),
        *_starts(ahead, requirements, names, start=start, end=end),
    ]
    marks = {pk: _milestone_mark(each, start=start, today=today) for pk, each in ahead.items()}
    return Schedule(
        start=start,
        today=today,
        milestones=marks,
        actions=sorted(actions, key=lambda mark: mark.on),
    )


def _milestones(user: User, *, start: date, end: date) -> dict[int, Milestone]:
    found = list_milestones(for_user=user).filter(
        Q(reached_on=None, forecast_on__lt=end) | Q(reached_on__gte=start, reached_on__lt=end)
    )
    return {each.pk: each for each in found[:MOST]}


def _milestone_mark(milestone: Milestone, *, start: date, today: date) -> Mark:
    return Mark(
        on=max(start, milestone.expected_on),
        who=milestone.name,
        url=reverse("milestone-detail", args=[milestone.number]),
        hint=milestone.project.name,
        days_late=milestone.days_late(today),
        is_done=milestone.is_reached,
    )


def _promises(
    requirements: Iterable[Requirement],
    names: dict[int, list[str]],
    user: User,
    *,
    start: date,
    today: date,
) -> Iterable[Mark]:
    """The days that waiting customers were told, one mark a day and milestone."""
    groups: dict[tuple[date, int | None], list[Requirement]] = defaultdict(list)
    for each in requirements:
        assert each.planned_on
        groups[(each.planned_on, each.milestone_id)].append(each)
    for (day, milestone_id), group in groups.items():
        first = group[0]
        customers = _distinct(name for each in group for name in names.get(each.pk, []))
        lost = (first.milestone.expected_on - day).days if first.milestone else 0
        late = max(lost, (today - day).days, 0)
        # The same opportunities may stand behind several: the largest sum counts none twice.
        worth = max(each.revenue for each in group)
        amount = f" · {money_for(worth, user)}" if worth else ""
        mark = Mark(
            on=max(start, day),
            who=_first(customers),
            after=_others(customers) + amount,
            url=reverse("requirement-detail", args=[first.number]),
            hint=" · ".join(f"{each.number} {each.title}" for each in group[:3]),
            days_late=late,
        )
        if milestone_id:
            mark.waits_for = [(milestone_id, "bad" if lost > 0 else "ok", max(lost, 0))]
        yield mark


def _talks(steps: Iterable[PlanStep], *, start: date, today: date) -> Iterable[Mark]:
    """The next step of each running plan, one mark a day and milestone."""
    nearest: dict[int, PlanStep] = {}
    for step in steps:
        nearest.setdefault(step.plan_id, step)
    groups: dict[tuple[date, int], list[PlanStep]] = defaultdict(list)
    for step in nearest.values():
        groups[(step.due_on, step.plan.milestone_id)].append(step)
    for (day, milestone_id), group in groups.items():
        first = group[0]
        kinds = {each.get_kind_display() for each in group}
        what = kinds.pop() if len(kinds) == 1 else _("Talks")
        customers = [str(each.plan.customer) for each in group]
        single = reverse("plan-detail", args=[first.plan.number]) + f"#step-{first.position}"
        several = reverse("milestone-detail", args=[first.plan.milestone.number])
        yield Mark(
            on=max(start, day),
            who=_first(customers),
            after=f"{_others(customers)} · {what}",
            url=single if len(group) == 1 else several,
            hint=first.plan.milestone.name,
            days_late=max(0, (today - day).days),
            waits_for=[(milestone_id, "go", 0)],
        )


def _starts(
    ahead: dict[int, Milestone],
    requirements: Iterable[Requirement],
    names: dict[int, list[str]],
    *,
    start: date,
    end: date,
) -> Iterable[Mark]:
    """The talks that milestones will start the working day after they are reached."""
    waiting: dict[int, list[str]] = defaultdict(list)
    for each in requirements:
        if each.milestone_id:
            waiting[each.milestone_id] += names.get(each.pk, [])
    for pk, milestone in ahead.items():
        customers = _distinct(waiting.get(pk, []))
        day = add_working_days(milestone.expected_on, 1)
        if milestone.is_reached or not customers or not start <= day < end:
            continue
        yield Mark(
            on=day,
            before=_("Talks start: "),
            who=_first(customers),
            after=_others(customers),
            url=reverse("milestone-detail", args=[milestone.number]),
            hint=ngettext(
                "a communication plan for %(n)d customer",
                "communication plans for %(n)d customers",
                len(customers),
            )
            % {"n": len(customers)},
            waits_for=[(pk, "go", 0)],
        )


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _first(names: list[str]) -> str:
    return names[0] if names else _("Customers")


def _others(names: list[str]) -> str:
    """Count the customers behind the first."""
    if len(names) < 2:
        return ""
    return _(" +%(more)d") % {"more": len(names) - 1}
