"""The backlog app."""

from django.apps import AppConfig

from twintrack.ui.navigation import register_badge


class BacklogConfig(AppConfig):
    name = "twintrack.rnd.backlog"
    label = "backlog"

    def ready(self) -> None:
        from twintrack.rnd.backlog import reactions  # noqa: F401
        from twintrack.rnd.backlog.kinds import register_kinds
        from twintrack.rnd.backlog.links import register_links
        from twintrack.rnd.backlog.review_queue import count_waiting

        register_kinds()
        register_links()
        register_badge("review-list", count_waiting)
