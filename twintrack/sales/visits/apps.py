"""The app of visits."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "twintrack.sales.visits"
    label = "visits"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.customers.overview import register_part
        from twintrack.sales.feedback.origins import register_origin
        from twintrack.sales.visits import events, overview, reactions  # noqa: F401
        from twintrack.sales.visits.cards import visits_today
        from twintrack.sales.visits.heard import heard_on_visit
        from twintrack.sales.visits.kinds import register_kinds
        from twintrack.sales.visits.queries import list_owned
        from twintrack.sales.visits.watch import watch
        from twintrack.ui.cards import register_cards
        from twintrack.ui.navigation import register_gate

        register_presence(
            "customer", "visits", "SELECT 1 FROM visits_visit WHERE customer_id = %(pk)s"
        )
        register_part("visits", overview.read, place=60)
        register_kinds()
        register_origin("visit", heard_on_visit)
        register_news(
            events.VisitMoved, events.VisitCancelled, events.VisitRestored, events.VisitFinished
        )
        register_gate("visit-week", lambda user: may(user, Act.SEE_VISITS))
        register_gate("visit-new", lambda user: may(user, Act.MANAGE_VISITS))
        register_belongings(_("Planned visits"), lambda user: list_owned(user).count())
        register_cards("visits", visits_today, about=("visit", "leave", "customer"))
        register(
            Job(
                name="missed-visits",
                label=_("Note visits that nobody made"),
                run=watch,
                every=timedelta(hours=1),
            )
        )
