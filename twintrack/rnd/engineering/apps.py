"""The engineering app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_gate


class EngineeringConfig(AppConfig):
    name = "twintrack.rnd.engineering"
    label = "engineering"

    def ready(self) -> None:
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.rnd.engineering.kinds import register_kinds
        from twintrack.rnd.engineering.queries import WORKED_ON, may_see_repositories
        from twintrack.rnd.engineering.rounds import read_due

        register_kinds()
        register_presence("requirement", "commits", WORKED_ON)
        register_gate("repository-list", may_see_repositories)
        label = _("Read repositories")
        register(Job(name="repositories", label=label, run=read_due, every=timedelta(seconds=30)))
