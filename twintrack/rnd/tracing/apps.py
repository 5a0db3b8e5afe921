"""The app of the trace matrix."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "twintrack.rnd.tracing"
    label = "tracing"

    def ready(self) -> None:
        from twintrack.rnd.tracing.evidence import register_columns

        register_columns()
