"""The app of customers' segments."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SegmentsConfig(AppConfig):
    name = "twintrack.sales.segments"
    label = "segments"

    def ready(self) -> None:
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.sales.segments import reactions  # noqa: F401
        from twintrack.sales.segments.kinds import register_kinds
        from twintrack.sales.segments.schedule import judge_all
        from twintrack.ui.navigation import register_gate

        for name, table in (("segment set", "pin"), ("segments before", "change")):
            select = f"SELECT 1 FROM segments_segment{table} WHERE customer_id = %(pk)s"
            register_presence("customer", name, select)
        register_kinds()
        label = _("Judge the segments of customers")
        register(Job(name="segments", label=label, run=judge_all, at=time(2, 50)))
        register_gate("segments", lambda user: may(user, Act.MANAGE_CUSTOMERS))
