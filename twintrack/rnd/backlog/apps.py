"""The backlog app."""

from django.apps import AppConfig


class BacklogConfig(AppConfig):
    name = "twintrack.rnd.backlog"
    label = "backlog"
