"""The app of the catalogue and of prices."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "twintrack.sales.pricing"
    label = "pricing"

    def ready(self) -> None:
        from twintrack.sales.pricing import events  # noqa: F401
        from twintrack.sales.pricing.kinds import register_kinds

        register_kinds()
