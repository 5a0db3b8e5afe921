"""Whether another person may see a requirement, before it is given to them."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement


class PersonCannotSee(Refusal):
    """The person chosen has left, or may not see the product."""

    message = _("This person may not see the product, or has left.")
    status = 422


def may_see(person: User, requirement: Requirement) -> bool:
    """Say whether a colleague may see a requirement."""
    if not may(person, Act.USE):
        return False
    return bool(Requirement.objects.filter(pk=requirement.pk).visible_to(person).exists())
