"""What happens to work items."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkItemAdded(Event):
    """Somebody wrote down work to be done."""

    kind: ClassVar[str] = "work_item.added"
    work_item_id: int
    number: str
    item_kind: str
    title: str
    product_id: int
    module_id: int | None = None
    project_id: int | None = None
    requirement_id: int | None = None
    parent_id: int | None = None
    iteration_id: int | None = None
    release_id: int | None = None
    assignee_id: int | None = None
    points: str | None = None
    severity: str = ""
    is_escaped: bool = False


@dataclass(frozen=True, kw_only=True)
class WorkItemMoved(Event):
    """
    A work item came into another state.

    `reopened` where it had been done, and nobody took that back; `taken_back` where this takes a
    reopening back. `kept` holds what changed along with the state, by field: what it was, what it
    is. `is_undo` tells that the move before was a mistake.
    """

    kind: ClassVar[str] = "work_item.moved"
    work_item_id: int
    number: str
    title: str
    came_from: str
    to: str
    iteration_id: int | None = None
    points: str | None = None
    reopened: bool = False
    taken_back: bool = False
    kept: dict[str, list[Any]] = field(default_factory=dict)
    is_undo: bool = False


@dataclass(frozen=True, kw_only=True)
class WorkItemChanged(Event):
    """
    A work item says something else than before.

    Each of `changes` has a `field`, what it was (`came_from`) and what it is (`to`): a value, or of
    another object its id, with its name in `came_from_name` and `to_name`.
    """

    kind: ClassVar[str] = "work_item.changed"
    work_item_id: int
    number: str
    title: str
    changes: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class WorkItemRanked(Event):
    """A work item got another place in the order by hand."""

    kind: ClassVar[str] = "work_item.ranked"
    work_item_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class WorkItemBlocked(Event):
    """Work cannot go on, for a reason."""

    kind: ClassVar[str] = "work_item.blocked"
    work_item_id: int
    number: str
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkItemUnblocked(Event):
    """What stood in the way of work is gone."""

    kind: ClassVar[str] = "work_item.unblocked"
    work_item_id: int
    number: str
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkItemLinked(Event):
    """A work item blocks another, goes with it or says the same."""

    kind: ClassVar[str] = "work_item.linked"
    work_item_id: int
    number: str
    link_kind: str
    other_id: int
    other_number: str


@dataclass(frozen=True, kw_only=True)
class WorkItemUnlinked(Event):
    """Two work items have nothing to do with one another any more."""

    kind: ClassVar[str] = "work_item.unlinked"
    work_item_id: int
    number: str
    link_kind: str
    other_id: int
    other_number: str
