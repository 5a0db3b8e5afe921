"""Whom a command acts for: the person named by `--as`, otherwise an administrator."""

from django.utils.translation import gettext as _

from twintrack.foundation.access.queries import find_person, first_administrator
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User


def acting(email: str) -> User:
    """
    Find whom a command acts for.

    :raises NotThere: if nobody has that address.
    """
    if not email:
        return first_administrator()
    try:
        return find_person(email=email)
    except NotThere:
        raise NotThere(_("Nobody here has the address %(email)s.") % {"email": email}) from None
