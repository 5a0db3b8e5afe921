"""Baselines against which a change of a requirement counts."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.impact import Section, Supposed, Touched
from twintrack.rnd.baselines.queries import list_holds


def find_baselines(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Find the baselines in force that hold a requirement."""
    for hold in list_holds(supposed.requirement, for_user=for_user):
        yield Touched(
            section=Section.PROMISES,
            kind="baseline",
            number=hold.baseline.number,
            title=hold.baseline.name,
            url=reverse("baseline-detail", args=[hold.baseline.number]),
            effect=_("Counts as a change of this scope"),
            tone="warn",
            person=hold.baseline.set_by,
        )
