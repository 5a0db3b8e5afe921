"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "twintrack.sales.customers"
    label = "customers"

    def ready(self) -> None:
        from twintrack.foundation.access.rules import Act, may
        from twintrack.sales.customers import reactions  # noqa: F401
        from twintrack.sales.customers.kinds import register_kinds
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_gate("customer-new", lambda user: may(user, Act.MANAGE_CUSTOMERS))
