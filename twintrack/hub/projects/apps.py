"""The projects app."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "twintrack.hub.projects"
    label = "projects"

    def ready(self) -> None:
        from twintrack.hub.projects.kinds import register_kinds

        register_kinds()
