"""The handoffs app."""

from django.apps import AppConfig


class HandoffsConfig(AppConfig):
    name = "twintrack.helix.handoffs"
    label = "handoffs"
