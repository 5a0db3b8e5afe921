"""Objects of any kind, as far as a person may see them."""

from typing import Any

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.memory.once import once, tell
from twintrack.foundation.objects.kinds import KindUnknown, get_kind, kind_of
from twintrack.foundation.people.models import User


def see(kind: str, pk: int, *, for_user: User) -> Any:
    """
    Find an object of any kind.

    :raises NotThere: if there is no such object, or the person may not see it.
    """
    try:
        found = get_kind(kind)
    except KindUnknown:
        raise NotThere from None

    def ask() -> Any:
        return found.load({pk}, for_user=for_user).get(pk)

    # The page that shows what is around it has found the object already.
    seen = once(_question(kind, pk, for_user), ask)
    if seen is None:
        raise NotThere
    return seen


def tell_seen(instance: Any, *, for_user: User) -> None:
    """Say that a person may see an object, where that is known already."""
    tell(_question(kind_of(instance).code, instance.pk, for_user), instance)


def address_of(instance: Any) -> str:
    """Give the address of an object's own page."""
    return kind_of(instance).url(instance)


def _question(kind: str, pk: int, user: User) -> tuple[str, str, int, int]:
    return ("seen", kind, pk, user.pk)
