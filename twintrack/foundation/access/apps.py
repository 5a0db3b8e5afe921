"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "twintrack.foundation.access"
    label = "access"

    def ready(self) -> None:
        from twintrack.foundation.access.kinds import register_kinds

        register_kinds()
