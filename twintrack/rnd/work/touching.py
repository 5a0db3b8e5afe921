"""Work that a change of a requirement touches."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.impact import Move, Section, Supposed, Touched
from twintrack.rnd.work.lifecycle import OPEN
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.queries import list_of_requirement

MOST = 50


def find_work(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Find the work that makes a requirement come true."""
    rows = list_of_requirement(supposed.requirement).visible_to(for_user)  # type: ignore[attr-defined]
    for item in rows.select_related("assignee", "iteration")[:MOST]:
        effect, tone = _effect(supposed, item)
        yield Touched(
            section=Section.WHAT,
            kind="work_item",
            number=item.number,
            title=item.title,
            url=reverse("work-item-detail", args=[item.number]),
            effect=effect,
            tone=tone,
            person=item.assignee,
        )


def _effect(supposed: Supposed, item: WorkItem) -> tuple[str, str]:
    if item.state not in OPEN:
        done = _("Done, and for nothing") if supposed.move == Move.DROP else _("Done already")
        return done, "warn" if supposed.move == Move.DROP else ""
    if item.iteration:
        return _("Planned in %(iteration)s") % {"iteration": item.iteration}, "warn"
    return item.get_state_display(), ""
