"""Requirements as customers read of them in the notes of a release, and how fast they are built."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.backlog.events import RequirementAdvanced
from twintrack.rnd.backlog.lifecycle import BUILT, FROZEN, State
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.rnd.backlog.queries import read_decisions
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.note_lines import register_note_lines
from twintrack.rnd.releases.notes import NoteLine, Section
from twintrack.rnd.releases.scope import register_pace

SECTIONS = {
    Kind.NEW_FEATURE: Section.NEW,
    Kind.IMPROVEMENT: Section.IMPROVED,
    Kind.COMPLIANCE: Section.IMPROVED,
    Kind.TECHNICAL: Section.IMPROVED,
    Kind.DEFECT_FIX: Section.FIXED,
}
# How a decision begins that was told to customers, such as "Accepted: …".
OPENING = re.compile(r"^[^：:。.]{1,24}[：:]\s*")


def register_notes() -> None:
    """Tell releases what customers read of requirements; called while the apps start."""
    register_note_lines(list_note_lines)
    register_pace(list_built_days)


def list_note_lines(release: Release) -> list[NoteLine]:
    """
    List what customers read of a release, what most wait for first.

    What is technical and nobody waits for is no matter of theirs. After the freeze what is not
    built and somebody waits for is a known limit.
    """
    planned = Requirement.objects.filter(release=release).exclude(
        state__in=FROZEN | {State.DEFERRED}
    )
    rows = [
        each
        for each in planned.order_by("-customers_count", "pk")
        if each.kind != Kind.TECHNICAL or each.customers_count
    ]
    told = read_decisions([each.pk for each in rows])
    is_late = release.frozen_at is not None
    return [
        NoteLine(
            section=_section(each, is_late=is_late),
            title=each.title,
            words=_words(told[each.pk].customer_wording) if each.pk in told else "",
        )
        for each in rows
        if each.state in BUILT or each.customers_count or not is_late
    ]


def _section(requirement: Requirement, *, is_late: bool) -> Section:
    if is_late and requirement.state not in BUILT:
        return Section.LIMITS
    return SECTIONS[Kind(requirement.kind)]


def _words(said: str) -> str:
    """Give what customers were told, without the word by which it was decided."""
    return OPENING.sub("", said.strip())


def list_built_days(product_id: int, since: date) -> list[date]:
    """Give the days on which requirements of a product were built, each once, since a day."""
    begins = timezone.make_aware(datetime.combine(since, time.min))
    entries = Entry.objects.filter(
        kind=RequirementAdvanced.kind,
        happened_at__gte=begins,
        payload__to=State.IN_TESTING.value,
        about_id__in=Requirement.objects.filter(product=product_id).values("pk"),
    )
    return _last(entries.order_by("pk").values_list("about_id", "happened_at"))


def _last(rows: Iterable[tuple[int, datetime]]) -> list[date]:
    # What was built again after it had come back counts by the last time.
    days = {pk: timezone.localdate(moment) for pk, moment in rows}
    return sorted(days.values())
