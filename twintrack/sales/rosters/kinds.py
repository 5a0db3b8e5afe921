"""Files of customers as a kind of object."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register files of customers."""
    register(
        ObjectKind(
            code="customer_import",
            prefix="CIMP",
            model="rosters.CustomerImport",
            track="sales",
            icon="file-import",
            label=_("Import of customers"),
            url=lambda run: run.get_absolute_url(),
            title=lambda run: run.name,
            visible=lambda runs, user: runs.visible_to(user),
            hides=lambda user: not may(user, Act.IMPORT_CUSTOMERS),
        )
    )
