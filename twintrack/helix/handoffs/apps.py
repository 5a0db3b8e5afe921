"""The handoffs app."""

from django.apps import AppConfig


class HandoffsConfig(AppConfig):
    name = "twintrack.helix.handoffs"
    label = "handoffs"

    def ready(self) -> None:
        from twintrack.helix.handoffs import reactions  # noqa: F401
