"""Iterations that run on after their last day."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import list_iterations
from twintrack.rnd.work.lifecycle import OPEN
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.cards import Action, Card


def overdue(user: User, now: datetime) -> Iterator[Card]:
    """Tell who plans for a team that its iteration is over and was not completed."""
    if not may(user, Act.PLAN_ITERATIONS):
        return
    today = timezone.localdate(now)
    running = list_iterations(for_user=user, states=[IterationState.ACTIVE])
    found = list(running.filter(end_on__lt=today, team__in=user.team_ids).order_by("end_on")[:20])
    for iteration in found[:1]:
        days, more = (today - iteration.end_on).days, len(found) - 1
        editing = reverse("iteration-edit", args=[iteration.number])
        closing = reverse("iteration-closing", args=[iteration.number])
        yield Card(
            code="iteration",
            track="rd",
            icon="repeat",
            label=_("Iteration"),
            title=ngettext(
                "“%(name)s” ended %(n)d day ago and was not completed",
                "“%(name)s” ended %(n)d days ago and was not completed",
                days,
            )
            % {"name": iteration.name, "n": days},
            hint=_left(iteration),
            aside=ngettext("and %(n)d more iteration", "and %(n)d more iterations", more)
            % {"n": more}
            if more
            else "",
            tone="warn",
            weight=90 + days,
            url=reverse("iteration-detail", args=[iteration.number]),
            actions=(
                Action(label=_("Complete it"), url=closing),
                Action(label=_("Move its last day"), url=editing),
            ),
        )


def _left(iteration: Iteration) -> str:
    count = WorkItem.objects.filter(iteration=iteration, state__in=OPEN).count()
    if not count:
        return _("all its work is done")
    return ngettext(
        "%(n)d work item is not done yet", "%(n)d work items are not done yet", count
    ) % {"n": count}
