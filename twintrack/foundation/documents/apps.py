"""The app of papers."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "twintrack.foundation.documents"
    label = "documents"

    def ready(self) -> None:
        from twintrack.foundation.documents import events  # noqa: F401
        from twintrack.foundation.documents.kinds import register_kinds

        register_kinds()
