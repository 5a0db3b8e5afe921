"""The labels app."""

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    name = "twintrack.foundation.labels"
    label = "labels"

    def ready(self) -> None:
        from twintrack.foundation.labels.kinds import register_kinds

        register_kinds()
