"""The live app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "twintrack.foundation.live"
    label = "live"

    def ready(self) -> None:
        from twintrack.foundation.live.queries import position_of_page
        from twintrack.ui.context import register_position

        register_position(position_of_page)
