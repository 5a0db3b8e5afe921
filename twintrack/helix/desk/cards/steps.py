"""Steps of communication plans that are due."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.communication.lifecycle import StepState
from twintrack.helix.communication.models import PlanStep
from twintrack.helix.communication.queries import list_open_steps
from twintrack.helix.communication.reaching import mark_withdrawn
from twintrack.ui.cards import Action, Card
from twintrack.ui.templatetags.ui import days_from_today

# What falls due soon is shown too, so that a quiet morning can be used.
AHEAD = timedelta(days=2)


def due(user: User, now: datetime) -> Iterator[Card]:
    """Tell a person the next step to take at a customer."""
    today = timezone.localdate(now)
    steps = list_open_steps(for_user=user, owner=user, until=today + AHEAD)
    first = steps.first()
    if first is None:
        return
    more = steps.count() - 1
    hint = days_from_today(first.due_on)
    if more:
        rest = ngettext("%(n)d more step soon", "%(n)d more steps soon", more) % {"n": more}
        hint = f"{hint} · {rest}"
    mark_withdrawn([first], first.plan.customer)
    done = Action(
        label=_("Mark as done"),
        url=reverse("plan-step", args=[first.plan.number, first.position]),
        posts=(("state", StepState.DONE.value),),
    )
    see = Action(label=_("See the plan"), url=_page(first))
    yield Card(
        code="steps",
        track="helix",
        icon="speakerphone",
        label=_("Communication plan"),
        title=first.title,
        hint=hint,
        aside=str(first.plan.customer),
        tone=_tone(first.due_on, today),
        weight=(today - first.due_on).days + 55,
        url=_page(first),
        # Where somebody wants not to be reached this way, the page asks for the ground.
        actions=(see,) if first.withdrawn else (done, see),
    )


def _page(step: PlanStep) -> str:
    return f"{reverse('plan-detail', args=[step.plan.number])}#step-{step.position}"


def _tone(due_on: date, today: date) -> str:
    if due_on < today:
        return "bad"
    return "warn" if due_on == today else ""


def overdue_in_team(user: User, now: datetime) -> Iterator[Card]:
    """Tell who leads sales which steps of others are late."""
    if user.roles.isdisjoint({Role.SALES_MANAGER, Role.EXECUTIVE}):
        return
    yesterday = timezone.localdate(now) - timedelta(days=1)
    steps = list_open_steps(for_user=user, until=yesterday).exclude(owner=user)
    first = steps.first()
    if first is None:
        return
    count = steps.count()
    yield Card(
        code="team-steps",
        track="helix",
        icon="speakerphone",
        label=_("Communication plan"),
        title=ngettext(
            "%(n)d step at customers is late", "%(n)d steps at customers are late", count
        )
        % {"n": count},
        hint=f"{first.plan.customer} · {first.owner} · {days_from_today(first.due_on)}",
        tone="warn",
        weight=count,
        url=reverse("plan-list"),
        actions=(
            Action(label=_("See the oldest"), url=_page(first)),
            Action(label=_("See all plans"), url=reverse("plan-list")),
        ),
    )
