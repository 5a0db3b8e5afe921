"""The communication app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge


class CommunicationConfig(AppConfig):
    name = "twintrack.helix.communication"
    label = "communication"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.helix.communication import events, reactions  # noqa: F401
        from twintrack.helix.communication.kinds import register_kinds
        from twintrack.helix.communication.queries import count_mine, list_owned_steps
        from twintrack.helix.communication.releases import register_plans_gate
        from twintrack.helix.communication.touching import find_plans
        from twintrack.rnd.backlog.impact import register_impact

        register_presence(
            "customer",
            "plans",
            "SELECT 1 FROM communication_communicationplan WHERE customer_id = %(pk)s",
        )
        register_kinds()
        register_impact("communication", find_plans)
        register_plans_gate()
        register_news(
            events.PlanPaused,
            events.PlanResumed,
        )
        register_reason("communication/owner", _("You own the customer"))
        register_reason("communication/step", _("Steps of the plan are yours"))
        register_badge("plan-list", count_mine, live="communication_plan")
        register_belongings(_("Open steps of plans"), lambda user: list_owned_steps(user).count())
