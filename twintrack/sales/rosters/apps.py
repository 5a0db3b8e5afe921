"""The app of files of customers."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "twintrack.sales.rosters"
    label = "rosters"

    def ready(self) -> None:
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.activity.telling import leave_out
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.sales.rosters import events, reactions  # noqa: F401
        from twintrack.sales.rosters.kinds import register_kinds
        from twintrack.sales.rosters.schedule import forget_rows
        from twintrack.ui.navigation import register_gate

        register_kinds()
        leave_out(events.CustomerImportAdvanced.kind)
        label = _("Forget what files of customers said")
        register(Job(name="customer_files", label=label, run=forget_rows, at=time(3, 55)))
        for name in ("customer-import-list", "customer-import-new"):
            register_gate(name, lambda user: may(user, Act.IMPORT_CUSTOMERS))
