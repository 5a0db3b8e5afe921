"""The notifications app."""

from typing import Any

from django.apps import AppConfig
from django.utils import timezone

from twintrack.ui.navigation import register_badge


class NotificationsConfig(AppConfig):
    name = "twintrack.foundation.notifications"
    label = "notifications"

    def ready(self) -> None:
        from twintrack.foundation.notifications.queries import count_unread

        def badge(user: Any) -> int:
            return count_unread(user, at=timezone.now())

        register_badge("inbox", badge, always=True)
