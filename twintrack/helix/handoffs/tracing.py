"""What customers said, as the column of the trace matrix that comes from the other track."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.tracing.columns import Cell, Column, register_column
from twintrack.sales.feedback.lifecycle import State as FeedbackState
from twintrack.sales.feedback.models import Feedback


def register_tracing() -> None:
    """Register the column; called while the apps start."""
    register_column(
        Column(
            code="feedback",
            label=gettext_lazy("Feedback"),
            present=lambda: Exists(
                Handoff.objects.filter(requirement=OuterRef("pk")).exclude(
                    feedback__state=FeedbackState.WITHDRAWN
                )
            ),
            fill=_fill,
            missing={
                state: gettext_lazy("No customer asked for it")
                for state in (
                    State.ACCEPTED,
                    State.PLANNED,
                    State.IN_DEVELOPMENT,
                    State.IN_TESTING,
                    State.RELEASED,
                    State.VALIDATED,
                )
            },
            sentence=gettext_lazy("%(holes)d of %(total)d were asked for by no customer"),
            place=60,
        )
    )


def _fill(rows: Sequence[Requirement], user: User) -> dict[int, Cell]:
    seen = Feedback.objects.visible_to(user).exclude(state=FeedbackState.WITHDRAWN)
    counted = (
        Handoff.objects.filter(requirement__in=rows, feedback__in=seen)
        .values("requirement_id")
        .annotate(
            many=Count("pk"),
            confirmed=Count("pk", filter=Q(feedback__state=FeedbackState.CONFIRMED)),
        )
    )
    numbers = {each.pk: each.number for each in rows}
    cells = {}
    for each in counted:
        words = ngettext("%(n)d piece", "%(n)d pieces", each["many"]) % {"n": each["many"]}
        if each["confirmed"]:
            confirmed = ngettext("%(n)d confirmed", "%(n)d confirmed", each["confirmed"])
            words = f"{words} · {confirmed % {'n': each['confirmed']}}"
        pk = each["requirement_id"]
        cells[pk] = Cell(
            count=each["many"],
            words=words,
            tone="ok" if each["confirmed"] == each["many"] else "",
            url=reverse("requirement-customers", args=[numbers[pk]]),
        )
    return cells
