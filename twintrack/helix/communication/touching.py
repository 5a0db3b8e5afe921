"""Communication plans that a change of a requirement touches."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.people.models import User
from twintrack.helix.communication.lifecycle import PlanState
from twintrack.helix.communication.queries import list_concerned, list_plans
from twintrack.rnd.backlog.impact import Move, Section, Supposed, Touched

MOST = 50


def find_plans(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Find the talk with customers that rests on the milestone of a requirement."""
    milestone = supposed.requirement.milestone
    if milestone is None:
        return
    going_on = list_plans(for_user=for_user, milestone=milestone)
    for plan in going_on.exclude(state=PlanState.COMPLETED)[:MOST]:
        yield Touched(
            section=Section.PROMISES,
            kind="communication_plan",
            number=plan.number,
            title=str(plan.customer),
            url=reverse("plan-detail", args=[plan.number]),
            effect=_("Its drafts name this"),
            tone="warn",
            person=plan.customer.owner,
        )
    concerned = list_concerned(milestone).visible_to(for_user).count()  # type: ignore[attr-defined]
    if milestone.is_reached or not concerned:
        return
    yield Touched(
        section=Section.PROMISES,
        kind="communication_plan",
        title=_("Talk with %(n)d customers, when the milestone is reached") % {"n": concerned},
        url=reverse("milestone-detail", args=[milestone.number]),
        effect=_("Starts later") if supposed.is_later else _("Says something else"),
        tone="warn" if supposed.is_later or supposed.move == Move.DROP else "",
    )
