"""Change many requirements at once: what can be changed is, the rest is told with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar, Protocol

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.models import User
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.editing import handed_to, seen_by, weighed
from twintrack.rnd.backlog.operations.planning import put_under, shifted
from twintrack.rnd.backlog.operations.progress import step
from twintrack.rnd.backlog.operations.releasing import put_into
from twintrack.rnd.releases.models import Release

MOST = 500


class TooMany(Refusal):
    """So many at once would hold everybody else up."""

    message = _("At most 500 at once. Select fewer.")
    status = 422


class Change(Protocol):
    """What becomes of each requirement; gives the event, or nothing where it is so already."""

    act: ClassVar[Act]
    fields: ClassVar[tuple[str, ...]]

    def apply(self, requirement: Requirement) -> Event | None: ...


@dataclass(frozen=True)
class ToState:
    """Move the work to a state."""

    act: ClassVar[Act] = Act.ADVANCE_REQUIREMENT
    fields: ClassVar[tuple[str, ...]] = ("state",)
    to: State

    def apply(self, requirement: Requirement) -> Event | None:
        return None if requirement.state == self.to else step(requirement, self.to)


@dataclass(frozen=True)
class ToOwner:
    """Let a person look after them."""

    act: ClassVar[Act] = Act.EDIT_REQUIREMENT
    fields: ClassVar[tuple[str, ...]] = ("owner",)
    to: User

    def apply(self, requirement: Requirement) -> Event | None:
        return handed_to(requirement, self.to, seen=self._seen)

    @cached_property
    def _seen(self) -> frozenset[int]:
        return seen_by(self.to)


@dataclass(frozen=True)
class ToPriority:
    """Say how urgent they are."""

    act: ClassVar[Act] = Act.EDIT_REQUIREMENT
    fields: ClassVar[tuple[str, ...]] = ("priority",)
    to: int

    def apply(self, requirement: Requirement) -> Event | None:
        return weighed(requirement, self.to)


@dataclass(frozen=True)
class ToMilestone:
    """Plan them for a milestone, or for none."""

    act: ClassVar[Act] = Act.ADVANCE_REQUIREMENT
    fields: ClassVar[tuple[str, ...]] = ("milestone",)
    to: Milestone | None

    def apply(self, requirement: Requirement) -> Event | None:
        return put_under(requirement, self.to)


@dataclass(frozen=True)
class ToRelease:
    """Plan them for a release, or for none; of a frozen one with a reason."""

    act: ClassVar[Act] = Act.ADVANCE_REQUIREMENT
    fields: ClassVar[tuple[str, ...]] = ("release",)
    to: Release | None
    reason: str = ""

    def apply(self, requirement: Requirement) -> Event | None:
        return put_into(requirement, self.to, reason=self.reason)


@dataclass(frozen=True)
class ToDay:
    """Plan them for a day, or for none."""

    act: ClassVar[Act] = Act.ADVANCE_REQUIREMENT
    fields: ClassVar[tuple[str, ...]] = ("planned_on",)
    to: date | None

    def apply(self, requirement: Requirement) -> Event | None:
        return shifted(requirement, self.to)


@dataclass(kw_only=True)
class Outcome:
    """What became of each: changed with its ledger entry, left as it was, or refused."""

    changed: list[Requirement] = field(default_factory=list)
    unchanged: list[Requirement] = field(default_factory=list)
    refused: list[tuple[Requirement, Refusal]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def _planned_for(change: Change, left: Release | None) -> list[Model]:
    """Give what tells on its own page that requirements are planned for it, or not any more."""
    if isinstance(change, ToMilestone | ToRelease):
        return [each for each in (change.to, left) if each]
    return []


@transaction.atomic
def change_many(
    *,
    requirements: Sequence[Requirement],
    change: Change,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Outcome:
    """
    Change many requirements alike; each one changed has an entry of its own in the ledger.

    Those that refuse stay as they are and are told with the reason; the others are kept.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TooMany: if there are more than 500.
    """
    check_may(by, change.act)
    if len(requirements) > MOST:
        raise TooMany
    wanted = [each.pk for each in requirements]
    held = Requirement.objects.select_for_update(no_key=True).order_by("pk").in_bulk(wanted)
    if isinstance(change, ToRelease):
        recall_related(held.values(), "release")
    outcome = Outcome()
    records: list[Record] = []
    for requirement in (held[pk] for pk in wanted):
        left = requirement.release if isinstance(change, ToRelease) else None
        try:
            event = change.apply(requirement)
        except Refusal as refusal:
            outcome.refused.append((requirement, refusal))
            continue
        if event is None:
            outcome.unchanged.append(requirement)
            continue
        requirement.updated_at = at
        outcome.changed.append(requirement)
        records.append(Record(event=event, about=requirement, also=_planned_for(change, left)))
    Requirement.objects.bulk_update(outcome.changed, [*change.fields, "updated_at"])
    outcome.entries = record_many(records, by=by, at=at, caused_by=caused_by)
    return outcome
