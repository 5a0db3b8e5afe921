"""What complaints come from."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What a complaint came from, in words and, where R&D has a part in it, by its object."""

    words: str
    requirement_id: int | None = None
    work_item_id: int | None = None
    number: str = ""
