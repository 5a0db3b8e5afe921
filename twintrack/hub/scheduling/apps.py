"""The scheduling app."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "twintrack.hub.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        from twintrack.hub.scheduling import reactions  # noqa: F401
