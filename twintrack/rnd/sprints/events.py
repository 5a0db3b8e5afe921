"""What happens around the work in iterations."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class ItemCarriedOver(Event):
    """A work item was not done in an iteration: it goes on in the next one, or waits again."""

    kind: ClassVar[str] = "iteration.item_carried"
    iteration_id: int
    iteration_number: str
    iteration_name: str
    work_item_id: int
    number: str
    title: str
    decision: str
    to_id: int | None
    to_name: str
    times: int


@dataclass(frozen=True, kw_only=True)
class IterationResultNoted(Event):
    """What a team committed to in an iteration and what it got done, in points and items."""

    kind: ClassVar[str] = "iteration.result_noted"
    iteration_id: int
    number: str
    name: str
    committed_points: Decimal
    committed_items: int
    done_points: Decimal
    done_items: int
    done_committed_points: Decimal
    done_committed_items: int
    added_points: Decimal
    added_items: int
    removed_points: Decimal
    removed_items: int
    carried_points: Decimal
    carried_items: int


@dataclass(frozen=True, kw_only=True)
class BoardPolicySet(Event):
    """A team set how much work in progress its board allows."""

    kind: ClassVar[str] = "iteration.board_policy_set"
    team_id: int
    team_name: str
    limits: dict[str, int]
    is_firm: bool


@dataclass(frozen=True, kw_only=True)
class IterationReviewed(Event):
    """The notes of an iteration's review were written."""

    kind: ClassVar[str] = "iteration.reviewed"
    iteration_id: int
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RetroNoteWritten(Event):
    """Somebody said something in a retrospective."""

    kind: ClassVar[str] = "retrospective.note_written"
    iteration_id: int
    number: str
    note_id: int
    lane: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RetroNoteRemoved(Event):
    """Something said in a retrospective was taken back."""

    kind: ClassVar[str] = "retrospective.note_removed"
    iteration_id: int
    number: str
    note_id: int
    text: str


@dataclass(frozen=True, kw_only=True)
class RetroVoted(Event):
    """Somebody voted for something said in a retrospective, or took the vote back."""

    kind: ClassVar[str] = "retrospective.voted"
    iteration_id: int
    number: str
    note_id: int
    text: str
    is_for: bool


@dataclass(frozen=True, kw_only=True)
class ActionTakenUp(Event):
    """An action of a retrospective became a work item."""

    kind: ClassVar[str] = "retrospective.action_taken_up"
    iteration_id: int
    number: str
    note_id: int
    text: str
    work_item_id: int
    work_item_number: str
