"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "twintrack.foundation.ledger"
    label = "ledger"

    def ready(self) -> None:
        from twintrack.foundation.ledger.queries import newest_position
        from twintrack.foundation.memory.standing import register_position

        register_position(newest_position)
