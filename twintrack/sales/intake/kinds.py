"""Imports as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register imports."""
    register(
        ObjectKind(
            code="import_run",
            prefix="IMP",
            model="intake.ImportRun",
            track="sales",
            icon="file-import",
            label=_("Import"),
            url=lambda run: reverse("import-detail", args=[run.number]),
            title=lambda run: run.name,
            visible=lambda runs, user: runs.visible_to(user),
        )
    )
