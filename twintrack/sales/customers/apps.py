"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "twintrack.sales.customers"
    label = "customers"
