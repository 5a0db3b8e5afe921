"""Hold a requirement while it changes."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.memory.recalling import hand_on
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import NAMED


class Closed(Refusal):
    """Merged, rejected and withdrawn requirements do not change."""

    message = _(
        "This requirement is merged, rejected or withdrawn. Reopen it before you change it."
    )


def locked(requirement: Requirement) -> Requirement:
    """Read a requirement again under a lock: two people may press the button at once."""
    found: Requirement = Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)
    hand_on(requirement, found, *NAMED)
    return found


def hold(*requirements: Requirement | None) -> None:
    """Lock several in one order for all, so that no two people wait for one another."""
    hold_all([each.pk for each in requirements if each])


def hold_all(ids: Collection[int]) -> dict[int, Requirement]:
    """Read requirements again under locks, by id, taken in the order that `hold` takes them."""
    if not ids:
        return {}
    found: dict[int, Requirement] = (
        Requirement.objects.select_for_update(no_key=True).order_by("pk").in_bulk(list(ids))
    )
    return found


def locked_open(requirement: Requirement) -> Requirement:
    """
    Read a requirement again under a lock, to change what it says.

    :raises Closed: if it is merged, rejected or withdrawn.
    """
    found = locked(requirement)
    check_open(found)
    return found


def check_open(requirement: Requirement) -> None:
    """
    Refuse to change what a requirement that is held says once that is settled.

    :raises Closed: if it is merged, rejected or withdrawn.
    """
    if requirement.is_frozen:
        raise Closed
