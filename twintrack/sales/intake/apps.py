"""The intake app."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge, register_gate


class IntakeConfig(AppConfig):
    name = "twintrack.sales.intake"
    label = "intake"

    def ready(self) -> None:
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.sales.feedback.sources import register_names
        from twintrack.sales.intake import reactions  # noqa: F401
        from twintrack.sales.intake.housekeeping import (
            remove_broken_uploads,
            remove_old_deliveries,
        )
        from twintrack.sales.intake.kinds import register_kinds
        from twintrack.sales.intake.queries import (
            count_held,
            find_source_name,
            may_import,
            may_manage_inbound,
        )

        register_kinds()
        register_names(find_source_name)
        label = _("Remove old deliveries of other systems")
        run = remove_old_deliveries
        register(Job(name="deliveries", label=label, run=run, at=time(3, 40)))
        label = _("Remove imports whose upload broke off")
        run = remove_broken_uploads
        register(Job(name="uploads", label=label, run=run, at=time(3, 45)))
        register_gate("inbound-list", may_manage_inbound)
        register_badge("import-list", count_held, live="import_run inbound_source")
        register_gate("import-list", may_import)
