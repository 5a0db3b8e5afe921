"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "twintrack.foundation.privacy"
    label = "privacy"

    def ready(self) -> None:
        from twintrack.foundation.privacy.persons import PersonKind, register_person

        # Accounts are handed over and deactivated, never erased here; they tell namesakes apart.
        register_person(PersonKind(model="people.User", name="name", email="email"))
