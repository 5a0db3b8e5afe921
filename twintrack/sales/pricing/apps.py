"""The app of the catalogue and of prices."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "twintrack.sales.pricing"
    label = "pricing"

    def ready(self) -> None:
        from twintrack.foundation.access.rules import Act, may
        from twintrack.sales.pricing import events  # noqa: F401
        from twintrack.sales.pricing.kinds import register_kinds
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_gate("catalogue", lambda user: may(user, Act.SEE_PRICES))
        register_gate("price-book-list", lambda user: may(user, Act.SEE_PRICES))
