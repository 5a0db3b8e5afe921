"""The handoffs app."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge


class HandoffsConfig(AppConfig):
    name = "twintrack.helix.handoffs"
    label = "handoffs"

    def ready(self) -> None:
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.helix.handoffs import money_reactions, reactions, way_back  # noqa: F401
        from twintrack.helix.handoffs.decisions import learn_from_decisions
        from twintrack.helix.handoffs.kinds import register_kinds
        from twintrack.helix.handoffs.queries import (
            count_proposals,
            find_worked_on,
            register_presences,
        )
        from twintrack.helix.handoffs.revenue import revenue_behind_all, waiting_for_milestones
        from twintrack.helix.handoffs.touching import find_customers
        from twintrack.helix.handoffs.tracing import register_tracing
        from twintrack.hub.projects.waiting import register_waiting
        from twintrack.rnd.backlog.impact import register_impact
        from twintrack.rnd.backlog.review_queue import register_money
        from twintrack.sales.feedback.queries import register_worked_on

        register_kinds()
        register_impact("handoffs", find_customers)
        register_tracing()
        register_presences()
        register_money(revenue_behind_all)
        register_waiting(waiting_for_milestones)
        register_worked_on(find_worked_on)
        label = _("Learn from decisions what is the same")
        register(Job(name="matching", label=label, run=learn_from_decisions, at=time(4, 10)))
        register_badge("proposal-list", count_proposals, live="feedback requirement")
        register_reason("handoffs/owner", _("You own the customer"))
        register_reason("handoffs/recorder", _("You recorded the feedback"))
