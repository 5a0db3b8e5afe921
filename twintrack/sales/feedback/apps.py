"""The feedback app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge


class FeedbackConfig(AppConfig):
    name = "twintrack.sales.feedback"
    label = "feedback"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.customers.overview import register_part
        from twintrack.sales.feedback import events, overview, reactions  # noqa: F401
        from twintrack.sales.feedback.customers import register_columns
        from twintrack.sales.feedback.kinds import register_kinds
        from twintrack.sales.feedback.lifecycle import State
        from twintrack.sales.feedback.queries import count_to_triage, list_owned

        register_presence(
            "customer", "feedback", "SELECT 1 FROM feedback_feedback WHERE customer_id = %(pk)s"
        )
        register_part("feedback", overview.read, place=50)
        register_kinds()
        register_columns()
        # That it was put behind a requirement, or confirmed to be, is no answer yet.
        register_news(
            events.FeedbackMoved,
            events.FeedbackTriaged,
            worth_telling=lambda event: event.to not in (State.LINKED, event.came_from),
        )
        register_news(
            events.FeedbackMarkedDuplicate,
            events.FeedbackDuplicateUndone,
            events.FeedbackWithdrawn,
            events.FeedbackRestored,
        )
        register_badge("feedback-list", count_to_triage, live="feedback")
        register_belongings(_("Open feedback"), lambda user: list_owned(user).count())
