"""The objects app."""

from django.apps import AppConfig


class ObjectsConfig(AppConfig):
    name = "twintrack.foundation.objects"
    label = "objects"
