"""What happens to what is said; the words themselves stand in their rows, where they can end."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Event):
    """Somebody said something about an object; `mentioned_ids` are the people it names."""

    kind: ClassVar[str] = "comment.written"
    comment_id: int
    mentioned_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CommentEdited(Event):
    """A comment reads differently; `mentioned_ids` are the people it names for the first time."""

    kind: ClassVar[str] = "comment.edited"
    comment_id: int
    mentioned_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CommentDeleted(Event):
    """A comment was deleted; its words end an hour later."""

    kind: ClassVar[str] = "comment.deleted"
    comment_id: int
    author_id: int
    author_name: str


@dataclass(frozen=True, kw_only=True)
class CommentRestored(Event):
    """A deleted comment stands again."""

    kind: ClassVar[str] = "comment.restored"
    comment_id: int
