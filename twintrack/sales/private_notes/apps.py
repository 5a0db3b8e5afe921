"""The app of private notes."""

from django.apps import AppConfig


class PrivateNotesConfig(AppConfig):
    name = "twintrack.sales.private_notes"
    label = "private_notes"

    def ready(self) -> None:
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.privacy.persons import register_private
        from twintrack.sales.private_notes import events  # noqa: F401
        from twintrack.sales.private_notes.kinds import register_kinds

        register_presence(
            "customer",
            "private notes",
            "SELECT 1 FROM private_notes_privatenote WHERE customer_id = %(pk)s",
        )
        register_kinds()
        register_private("private_notes.PrivateNote")
