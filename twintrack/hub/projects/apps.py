"""The projects app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "twintrack.hub.projects"
    label = "projects"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.hub.projects import events, reactions  # noqa: F401
        from twintrack.hub.projects.kinds import register_kinds
        from twintrack.hub.projects.queries import list_owned

        register_kinds()
        register_news(
            events.ProjectMoved,
            events.MilestoneReached,
            events.MilestoneReopened,
        )
        register_belongings(_("Projects"), lambda user: list_owned(user).count())
