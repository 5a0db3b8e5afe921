"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "twintrack.foundation.files"
    label = "files"
