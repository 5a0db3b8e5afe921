"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "twintrack.sales.intake"
    label = "intake"

    def ready(self) -> None:
        from twintrack.sales.intake import reactions  # noqa: F401
        from twintrack.sales.intake.kinds import register_kinds

        register_kinds()
