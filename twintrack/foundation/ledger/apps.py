"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "twintrack.foundation.ledger"
    label = "ledger"

    def ready(self) -> None:
        from twintrack.foundation.ledger.queries import kinds_since, newest_position
        from twintrack.foundation.memory.standing import Ledger, register_ledger
        from twintrack.foundation.objects.kinds import code_of

        register_ledger(
            Ledger(newest_position=newest_position, kinds_since=kinds_since, code_of=code_of)
        )
