"""The app of deliveries."""

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveriesConfig(AppConfig):
    name = "twintrack.sales.deliveries"
    label = "deliveries"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.hub.projects.partners import Partner, register_partner
        from twintrack.sales.deliveries import events, partner, queries, reactions  # noqa: F401
        from twintrack.sales.deliveries.cards import deliveries_today
        from twintrack.sales.deliveries.kinds import register_kinds
        from twintrack.sales.deliveries.rounds import every_morning, send_due
        from twintrack.ui.cards import register_cards
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_partner(Partner(concerned=partner.concerned, check=partner.check))
        register_news(
            events.DeliveryReplanned,
            events.DeliveryWaitBegun,
            events.DeliveryWaitEnded,
            events.DeliveryAccepted,
            events.AcceptanceWithdrawn,
            events.DeliveryHandoverOffered,
            events.DeliveryHandoverPassedOn,
            events.DeliveryHandoverTaken,
            events.DeliveryHandoverReturned,
            events.SurveyAnswered,
            events.SurveyMailFailed,
        )
        register_gate("delivery-list", lambda user: may(user, Act.SEE_DELIVERIES))
        register_gate("delivery-new", lambda user: may(user, Act.MANAGE_DELIVERIES))
        register_cards("deliveries", deliveries_today, about=("delivery",))
        register(
            Job(
                name="delivery-forecasts",
                label=_("Reckon when deliveries will be finished"),
                run=every_morning,
                at=time(6, 40),
            )
        )
        register(
            Job(
                name="survey-mails",
                label=_("Mail questions to customers"),
                run=send_due,
                every=timedelta(minutes=1),
            )
        )
        register_belongings(
            _("Delivery tasks"), lambda user: queries.list_owned_tasks(user).count()
        )
        register_belongings(
            _("Deliveries to take over"), lambda user: queries.list_to_take(user).count()
        )
