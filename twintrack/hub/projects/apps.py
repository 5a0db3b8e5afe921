"""The projects app."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "twintrack.hub.projects"
    label = "projects"
