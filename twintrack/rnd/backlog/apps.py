"""The backlog app."""

from django.apps import AppConfig


class BacklogConfig(AppConfig):
    name = "twintrack.rnd.backlog"
    label = "backlog"

    def ready(self) -> None:
        from twintrack.rnd.backlog.kinds import register_kinds

        register_kinds()
