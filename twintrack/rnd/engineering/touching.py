"""Commits that a change of a requirement touches."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.impact import Move, Section, Supposed, Touched
from twintrack.rnd.engineering.queries import is_worked_on, list_commits_for


def find_commits(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Count the commits that work on a requirement."""
    if not is_worked_on(supposed.requirement):
        return
    commits = list_commits_for(supposed.requirement.number, for_user=for_user)
    many, last = commits.count(), commits.first()
    if last is None:
        return
    words = ngettext("%(n)d commit, last “%(subject)s”", "%(n)d commits, last “%(subject)s”", many)
    yield Touched(
        section=Section.WHAT,
        kind="repository",
        title=words % {"n": many, "subject": last.subject},
        url=reverse("requirement-commits", args=[supposed.requirement.number]),
        effect=_("Written already") if supposed.move == Move.DROP else "",
        tone="warn" if supposed.move == Move.DROP else "",
        person=last.author,
    )
