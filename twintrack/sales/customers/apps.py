"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "twintrack.sales.customers"
    label = "customers"

    def ready(self) -> None:
        from twintrack.sales.customers.kinds import register_kinds

        register_kinds()
