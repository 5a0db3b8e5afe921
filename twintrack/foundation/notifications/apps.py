"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "twintrack.foundation.notifications"
    label = "notifications"
