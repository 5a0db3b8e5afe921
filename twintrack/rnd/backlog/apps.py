"""The backlog app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge


class BacklogConfig(AppConfig):
    name = "twintrack.rnd.backlog"
    label = "backlog"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.rnd.backlog import events, reactions  # noqa: F401
        from twintrack.rnd.backlog.impact import register_impact
        from twintrack.rnd.backlog.kinds import register_kinds
        from twintrack.rnd.backlog.links import register_links
        from twintrack.rnd.backlog.noting import register_notes
        from twintrack.rnd.backlog.queries import list_owned
        from twintrack.rnd.backlog.review_queue import count_waiting
        from twintrack.rnd.backlog.shipping import register_shipping
        from twintrack.rnd.backlog.surroundings import register_presences
        from twintrack.rnd.backlog.touching import find_within

        register_kinds()
        register_impact("backlog", find_within)
        register_links()
        register_presences()
        register_shipping()
        register_notes()
        register_news(
            events.RequirementReviewed,
            events.DecisionTakenBack,
            events.RequirementAdvanced,
            events.RequirementMerged,
            events.RequirementUnmerged,
        )
        register_reason("backlog/reviewer", _("Your opinion is asked for"))
        register_reason("backlog/unfinished", _("A requirement of yours is not built"))
        register_reason("backlog/asker", _("You asked for the review"))
        register_badge("review-list", count_waiting, live="requirement")
        register_belongings(_("Open requirements"), lambda user: list_owned(user).count())
