"""The roles of a company that lives on two tracks."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    PRODUCT_MANAGER = "product_manager", _("Product manager")
    RND_LEAD = "rnd_lead", _("R&D lead")
    ENGINEER = "engineer", _("Developer / tester")
    SALESPERSON = "salesperson", _("Salesperson")
    SALES_MANAGER = "sales_manager", _("Sales manager")
    PRESALES = "presales", _("Presales consultant")
    IMPLEMENTER = "implementer", _("Implementation engineer")
    CSM = "csm", _("Customer success manager")
    EXECUTIVE = "executive", _("Executive")
    ADMIN = "admin", _("Administrator")
    GUEST = "guest", _("Guest")


INTERNAL = frozenset(Role) - {Role.GUEST}
# Team membership does not limit what these see.
SEE_ALL = frozenset({Role.ADMIN, Role.EXECUTIVE})
RND = frozenset({Role.PRODUCT_MANAGER, Role.RND_LEAD, Role.ENGINEER})
SALES = frozenset({Role.SALESPERSON, Role.SALES_MANAGER, Role.PRESALES, Role.IMPLEMENTER, Role.CSM})


def subtitle_of(user: Any) -> str:
    """Say what a person is here: the job title, else the first of the roles."""
    first = next((str(role.label) for role in Role if role in user.roles), "")
    return user.title or first or user.email
