"""The pipeline app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    name = "twintrack.sales.pipeline"
    label = "pipeline"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.customers.overview import register_part
        from twintrack.sales.pipeline import events, overview, reactions  # noqa: F401
        from twintrack.sales.pipeline.criteria import register_first_checks
        from twintrack.sales.pipeline.customers import register_columns
        from twintrack.sales.pipeline.kinds import register_kinds
        from twintrack.sales.pipeline.queries import list_due_tasks, list_memberships, list_owned
        from twintrack.ui.navigation import register_gate

        register_presence(
            "customer",
            "opportunities",
            "SELECT 1 FROM pipeline_opportunity WHERE customer_id = %(pk)s",
        )
        register_part("pipeline", overview.read, place=20)
        register_kinds()
        register_first_checks()
        register_columns()
        register_news(
            events.OpportunityAdvanced,
            events.OpportunityWon,
            events.OpportunityLost,
            events.OpportunityReopened,
        )
        register_gate("opportunity-board", lambda user: may(user, Act.SEE_OPPORTUNITIES))
        register_gate("opportunity-list", lambda user: may(user, Act.SEE_OPPORTUNITIES))
        register_gate("opportunity-new", lambda user: may(user, Act.MANAGE_OPPORTUNITIES))
        register_belongings(_("Open opportunities"), lambda user: list_owned(user).count())
        register_belongings(
            _("Parts in opportunities"), lambda user: list_memberships(user).count()
        )
        register_belongings(_("Sales tasks"), lambda user: list_due_tasks(user).count())
        register_reason("pipeline/member", _("You work on the opportunity"))
