"""The saved views app."""

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "twintrack.foundation.saved_views"
    label = "saved_views"

    def ready(self) -> None:
        from twintrack.foundation.saved_views.kinds import register_kinds
        from twintrack.foundation.saved_views.menu import menu_button
        from twintrack.ui.slots import register_slot

        register_kinds()
        register_slot("saved-views", menu_button)
