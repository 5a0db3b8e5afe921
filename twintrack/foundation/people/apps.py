"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "twintrack.foundation.people"
    label = "people"

    def ready(self) -> None:
        from twintrack.foundation.people.kinds import register_kinds

        register_kinds()
