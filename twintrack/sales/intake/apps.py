"""The intake app."""

from django.apps import AppConfig

from twintrack.ui.navigation import register_badge, register_gate


class IntakeConfig(AppConfig):
    name = "twintrack.sales.intake"
    label = "intake"

    def ready(self) -> None:
        from twintrack.sales.intake import reactions  # noqa: F401
        from twintrack.sales.intake.kinds import register_kinds
        from twintrack.sales.intake.queries import count_held, may_import

        register_kinds()
        register_badge("import-list", count_held)
        register_gate("import-list", may_import)
