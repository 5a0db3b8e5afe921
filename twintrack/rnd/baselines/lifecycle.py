"""What a baseline holds, and which states of requirements belong to a scope."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.rnd.backlog.lifecycle import State


class Scope(models.TextChoices):
    PRODUCT = "product", _("All that is agreed of a product")
    MILESTONE = "milestone", _("A milestone")
    RELEASE = "release", _("A release")
    SELECTION = "selection", _("Chosen requirements")


# What is agreed and not shipped: the scope of a product.
AGREED = (State.ACCEPTED, State.PLANNED, State.IN_DEVELOPMENT, State.IN_TESTING)
SHIPPED = (State.RELEASED, State.VALIDATED)
# What stands in these is no part of any scope.
OUTSIDE = (State.REJECTED, State.DEFERRED, State.MERGED, State.WITHDRAWN)
