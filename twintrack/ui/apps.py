"""The ui app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "twintrack.ui"
    label = "ui"
