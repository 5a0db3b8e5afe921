"""The activity app."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "twintrack.foundation.activity"
    label = "activity"
