"""The live app."""

from typing import Any

from django.apps import AppConfig
from django.utils import timezone


class LiveConfig(AppConfig):
    name = "twintrack.foundation.live"
    label = "live"

    def ready(self) -> None:
        from twintrack.foundation.live.queries import position_of_page
        from twintrack.ui.context import register_position

        def position(user: Any) -> str:
            return position_of_page(user, at=timezone.now())

        register_position(position)
