"""The notifications app."""

from django.apps import AppConfig

from twintrack.ui.navigation import register_badge


class NotificationsConfig(AppConfig):
    name = "twintrack.foundation.notifications"
    label = "notifications"

    def ready(self) -> None:
        from twintrack.foundation.notifications.queries import count_unread

        register_badge("inbox", count_unread)
