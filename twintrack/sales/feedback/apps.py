"""The feedback app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "twintrack.sales.feedback"
    label = "feedback"
