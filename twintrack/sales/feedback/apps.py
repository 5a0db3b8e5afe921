"""The feedback app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge


class FeedbackConfig(AppConfig):
    name = "twintrack.sales.feedback"
    label = "feedback"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.sales.feedback import reactions  # noqa: F401
        from twintrack.sales.feedback.customers import register_columns
        from twintrack.sales.feedback.kinds import register_kinds
        from twintrack.sales.feedback.queries import count_to_triage, list_owned

        register_kinds()
        register_columns()
        register_badge("feedback-list", count_to_triage, live="feedback")
        register_belongings(_("Open feedback"), lambda user: list_owned(user).count())
