"""The projects app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "twintrack.hub.projects"
    label = "projects"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.hub.projects import reactions  # noqa: F401
        from twintrack.hub.projects.kinds import register_kinds
        from twintrack.hub.projects.queries import list_owned

        register_kinds()
        register_belongings(_("Projects"), lambda user: list_owned(user).count())
