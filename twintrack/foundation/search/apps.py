"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "twintrack.foundation.search"
    label = "search"

    def ready(self) -> None:
        from twintrack.foundation.search import reactions  # noqa: F401
