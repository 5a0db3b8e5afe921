"""The schedules app."""

from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "twintrack.foundation.schedules"
    label = "schedules"
