"""Hold a requirement while it changes."""

from twintrack.rnd.backlog.models import Requirement


def locked(requirement: Requirement) -> Requirement:
    """Read a requirement again under a lock: two people may press the button at once."""
    found: Requirement = Requirement.objects.select_for_update().get(pk=requirement.pk)
    return found
