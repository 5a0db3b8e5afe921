"""The money app."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "twintrack.foundation.money"
    label = "money"
