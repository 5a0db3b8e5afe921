"""The app of SLA plans."""

from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "twintrack.sales.sla"
    label = "sla"

    def ready(self) -> None:
        from twintrack.sales.sla import events  # noqa: F401
        from twintrack.sales.sla.kinds import register_kinds

        register_kinds()
