"""Which requirements and work items have commits and pull requests: asked with all the rest."""

from twintrack.foundation.memory.presence import register_presence
from twintrack.rnd.engineering.queries import DONE_BY, ITEM_PULLED, PULLED, WORKED_ON


def register_presences() -> None:
    """Register what panels on the pages of requirements and work items ask for."""
    register_presence("requirement", "commits", *WORKED_ON)
    register_presence("requirement", "pull requests", *PULLED)
    register_presence("work_item", "commits", *DONE_BY)
    register_presence("work_item", "pull requests", *ITEM_PULLED)
