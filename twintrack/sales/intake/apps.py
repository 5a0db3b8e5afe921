"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "twintrack.sales.intake"
    label = "intake"
