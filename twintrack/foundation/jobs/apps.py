"""The jobs app."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge, register_gate


class JobsConfig(AppConfig):
    name = "twintrack.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        from twintrack.foundation.jobs import alerts, housekeeping, queries
        from twintrack.foundation.jobs.kinds import register_kinds
        from twintrack.foundation.ledger.subscribers import when_parked
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register

        register_kinds()
        register_gate("operations", queries.may_operate)
        register_badge("operations", queries.count_troubles, always=True)
        register_reason("jobs/administrator", _("You administer this installation"))
        when_parked(alerts.tell_of_parked)
        for name, label, run in (
            ("sessions", _("Remove sessions that have expired"), housekeeping.remove_old_sessions),
            ("kept_answers", _("Remove old answers of the API"), housekeeping.remove_kept_answers),
            ("statistics", _("Count rows, by which the database plans"), housekeeping.count_rows),
        ):
            register(Job(name=name, label=label, run=run, at=time(3, 30)))
