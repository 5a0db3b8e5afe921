"""The communication app."""

from django.apps import AppConfig

from twintrack.ui.navigation import register_badge


class CommunicationConfig(AppConfig):
    name = "twintrack.helix.communication"
    label = "communication"

    def ready(self) -> None:
        from twintrack.helix.communication import reactions  # noqa: F401
        from twintrack.helix.communication.kinds import register_kinds
        from twintrack.helix.communication.queries import count_mine

        register_kinds()
        register_badge("plan-list", count_mine)
