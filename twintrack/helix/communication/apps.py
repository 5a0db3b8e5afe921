"""The communication app."""

from django.apps import AppConfig


class CommunicationConfig(AppConfig):
    name = "twintrack.helix.communication"
    label = "communication"
