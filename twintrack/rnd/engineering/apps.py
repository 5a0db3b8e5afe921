"""The engineering app."""

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.cards import register_cards
from twintrack.ui.navigation import register_badge, register_gate


class EngineeringConfig(AppConfig):
    name = "twintrack.rnd.engineering"
    label = "engineering"

    def ready(self) -> None:
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.rnd.backlog.impact import register_impact
        from twintrack.rnd.engineering import reactions  # noqa: F401
        from twintrack.rnd.engineering.cards import to_review
        from twintrack.rnd.engineering.housekeeping import remove_old_deliveries
        from twintrack.rnd.engineering.kinds import register_kinds, register_links
        from twintrack.rnd.engineering.late import register_late_commits
        from twintrack.rnd.engineering.presences import register_presences
        from twintrack.rnd.engineering.queries import count_asked, may_see_repositories
        from twintrack.rnd.engineering.rounds import read_due
        from twintrack.rnd.engineering.touching import find_commits

        register_kinds()
        register_impact("engineering", find_commits)
        register_links()
        register_late_commits()
        register_presences()
        register_reason("engineering/reviewer", _("Your review is asked for"))
        register_reason("engineering/author", _("You wrote it"))
        register_reason("engineering/deployed", _("It brought what you wrote or deployed"))
        for place in ("repository-list", "pull-request-list", "deployment-list"):
            register_gate(place, may_see_repositories)
        register_cards("pulls", to_review)
        register_badge("pull-request-list", count_asked, live="pull_request")
        label = _("Remove old deliveries of code hosts")
        register(Job(name="hooks", label=label, run=remove_old_deliveries, at=time(3, 50)))
        label = _("Read repositories")
        register(Job(name="repositories", label=label, run=read_due, every=timedelta(seconds=30)))
