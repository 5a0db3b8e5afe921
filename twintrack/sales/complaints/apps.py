"""The app of complaints."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.memory.presence import register_presence
from twintrack.ui.cards import register_cards
from twintrack.ui.navigation import register_badge

# A complaint of the customer that is not over.
OPEN = """
    SELECT 1 FROM complaints_complaint JOIN feedback_feedback
    ON feedback_feedback.id = complaints_complaint.feedback_id
    WHERE feedback_feedback.customer_id = %(pk)s AND complaints_complaint.ended_by = ''
    AND (complaints_complaint.resolved_at IS NULL OR complaints_complaint.confirmed_at IS NULL)
"""


class ComplaintsConfig(AppConfig):
    name = "twintrack.sales.complaints"
    label = "complaints"

    def ready(self) -> None:
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.sales.complaints import events, overview, reactions  # noqa: F401
        from twintrack.sales.complaints.cards import breaking_soon
        from twintrack.sales.complaints.kinds import register_kinds, register_links
        from twintrack.sales.complaints.queries import count_in_danger, steps_here
        from twintrack.sales.complaints.watch import send_due, watch
        from twintrack.sales.customers.overview import register_part
        from twintrack.sales.feedback.steps import register_elsewhere

        register_presence("customer", "complaints", OPEN)
        register_part("complaints", overview.read, place=10)
        register_elsewhere(steps_here)
        register_kinds()
        register_links()
        register_reason("complaints/owner", _("You look after it"))
        register_reason("complaints/manager", _("You lead the sales team of its owner"))
        register_reason("complaints/sender", _("You sent it"))
        register_reason("complaints/role", _("The SLA plan names your role"))
        register_cards("complaints.breaking", breaking_soon)
        register_badge(
            "complaint-list",
            lambda user: count_in_danger(user, now=timezone.now()),
            live="feedback",
        )
        register(
            Job(
                name="complaint-clocks",
                label=_("Look at the clocks of complaints"),
                run=watch,
                every=timedelta(minutes=1),
            )
        )
        register(
            Job(
                name="complaint-mails",
                label=_("Mail replies to customers"),
                run=send_due,
                every=timedelta(minutes=1),
            )
        )
