"""The insight app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_gate


class InsightConfig(AppConfig):
    name = "twintrack.rnd.insight"
    label = "insight"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.measuring.showing import register_loader
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.rnd.insight import events, reactions  # noqa: F401
        from twintrack.rnd.insight.kinds import register_kinds
        from twintrack.rnd.insight.queries import list_owned, may_see_insight
        from twintrack.rnd.insight.rounds import keep_up
        from twintrack.rnd.insight.showing import show_commits

        register_kinds()
        register_loader("commit", show_commits)
        register_gate("insight", may_see_insight)
        register_news(events.FindingMoved, events.FindingBecameImprovement)
        register_belongings(_("Findings"), lambda user: list_owned(user).count())
        label = _("Bring measures up to date")
        register(Job(name="measures", label=label, run=keep_up, every=timedelta(minutes=5)))
