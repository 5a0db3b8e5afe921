"""The desk app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "twintrack.helix.desk"
    label = "desk"

    def ready(self) -> None:
        from twintrack.helix.desk.cards import register_all

        register_all()
