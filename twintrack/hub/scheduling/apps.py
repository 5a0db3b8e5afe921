"""The scheduling app."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "twintrack.hub.scheduling"
    label = "scheduling"
