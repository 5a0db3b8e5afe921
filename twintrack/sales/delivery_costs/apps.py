"""The app of what deliveries cost."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryCostsConfig(AppConfig):
    name = "twintrack.sales.delivery_costs"
    label = "delivery_costs"

    def ready(self) -> None:
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.hub.risks.rules import register_rule
        from twintrack.sales.delivery_costs import events, reactions  # noqa: F401
        from twintrack.sales.delivery_costs.cards import to_approve
        from twintrack.sales.delivery_costs.early import cost, date, resources, waiting
        from twintrack.sales.delivery_costs.kinds import register_kinds
        from twintrack.ui.cards import register_cards
        from twintrack.ui.navigation import register_gate

        register_kinds()
        for rule in (cost.RULE, date.RULE, resources.RULE, waiting.RULE):
            register_rule(rule)
        register_cards("delivery_costs", to_approve, about=("expense", "project", "delivery"))
        register_reason("delivery_costs/lead", _("You lead the delivery"))
        register_reason("delivery_costs/spender", _("You spent it"))
        register_reason("delivery_costs/contract", _("You look after the contract"))
        register_news(events.ChangeRequestMoved, events.ChangeRequestAccepted)
        register_gate("hours-week", lambda user: may(user, Act.SEE_DELIVERIES))
