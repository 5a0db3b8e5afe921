"""Imports, and addresses for other systems, as kinds of objects."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register imports and inbound addresses."""
    register(
        ObjectKind(
            code="import_run",
            prefix="IMP",
            model="intake.ImportRun",
            track="sales",
            icon="file-import",
            label=_("Import"),
            url=lambda run: run.get_absolute_url(),
            title=lambda run: run.name,
            visible=lambda runs, user: runs.visible_to(user),
        )
    )
    register(
        ObjectKind(
            code="inbound_source",
            prefix="IN",
            model="intake.InboundSource",
            track="sales",
            icon="plug",
            label=_("Inbound address"),
            url=lambda source: source.get_absolute_url(),
            title=lambda source: source.name,
            visible=lambda sources, user: sources.visible_to(user),
        )
    )
