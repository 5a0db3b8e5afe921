"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "twintrack.foundation.ledger"
    label = "ledger"
