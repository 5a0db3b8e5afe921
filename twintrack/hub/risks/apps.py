"""The app of risks and early warning."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge


class RisksConfig(AppConfig):
    name = "twintrack.hub.risks"
    label = "risks"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.hub.risks import events, reactions  # noqa: F401
        from twintrack.hub.risks.kinds import register_kinds, register_links
        from twintrack.hub.risks.queries import count_grave, list_owned
        from twintrack.hub.risks.rounds import watch

        register_kinds()
        register_links()
        register_news(events.RiskMoved, events.WarningCleared)
        register_reason("risks/owner", _("You answer for it"))
        register_belongings(_("Risks"), lambda user: list_owned(user).count())
        register_badge("risk-list", count_grave, live="risk")
        register(
            Job(
                name="early-warning",
                label=_("Look for early warnings"),
                run=watch,
                every=timedelta(minutes=15),
            )
        )
