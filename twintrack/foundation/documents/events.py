"""What happens to the head of the company's papers."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterheadChanged(Event):
    """What the company writes on its papers changed; those that were sent keep theirs."""

    kind: ClassVar[str] = "letterhead.changed"
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]
