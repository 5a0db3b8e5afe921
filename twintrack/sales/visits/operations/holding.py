"""Hold a visit, and see that it is still what the person takes it for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.models import User
from twintrack.sales.visits.models import Visit


class CheckedInAlready(Refusal):
    """Somebody checked in before."""

    message = _("Somebody has checked in to this visit already.")


class NotAhead(Refusal):
    """The visit was held or cancelled: it can be neither moved nor checked in to."""

    message = _("This visit does not lie ahead any more.")


class NotBegun(Refusal):
    """A visit cannot have been held before it begins."""

    message = _("This visit has not begun yet. Move it first if it takes place earlier.")


class NotHeldYet(Refusal):
    """Nothing was noted that could be written anew."""

    message = _("There is no note yet that could be changed.")


class GoesSomebodyElse(Refusal):
    """Only those who go there know when they were there and what was said."""

    message = _("Only who makes this visit, or goes along, can do this.")
    status = 403


def hold(visit: Visit) -> Visit:
    """Lock a visit, as it is now."""
    found: Visit = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    return found


def check_goes(visit: Visit, by: User) -> None:
    """
    Refuse what only those can do who meet the customer.

    :raises GoesSomebodyElse: if the person neither makes the visit nor goes along.
    """
    if visit.owner_id != by.pk and not visit.colleagues.filter(pk=by.pk).exists():
        raise GoesSomebodyElse
