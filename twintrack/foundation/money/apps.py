"""The money app."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "twintrack.foundation.money"
    label = "money"

    def ready(self) -> None:
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.money.kinds import register_kinds
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_gate("rate-list", lambda user: may(user, Act.SEE_AMOUNTS))
