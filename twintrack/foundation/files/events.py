"""What happens to files."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """Somebody put a file to an object."""

    kind: ClassVar[str] = "attachment.added"
    attachment_id: int
    name: str
    size: int
