"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "twintrack.foundation.api"
    label = "api"
