"""Iterations as a kind of objects."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import register_turns
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import list_member_ids


def _members(iteration: Iteration) -> Iterable[int]:
    return list_member_ids(iteration.team_id)


def register_kinds() -> None:
    """Register iterations."""
    register(
        ObjectKind(
            code="iteration",
            prefix="IT",
            model="iterations.Iteration",
            track="rd",
            icon="repeat",
            label=_("Iteration"),
            url=lambda iteration: reverse("iteration-detail", args=[iteration.number]),
            title=lambda iteration: iteration.name,
            visible=lambda iterations, user: iterations.visible_to(user),
            search_text=lambda iteration: (iteration.name, iteration.goal),
            looked_after_by=_members,
        )
    )
    register_labelled("iteration", Act.PLAN_ITERATIONS)
    register_turns("iteration.started", "iteration.completed", "iteration.cancelled")
