"""The app of R&D's early warning rules."""

from django.apps import AppConfig


class WarningConfig(AppConfig):
    name = "twintrack.rnd.warning"
    label = "warning"

    def ready(self) -> None:
        from twintrack.hub.risks.rules import register_rule
        from twintrack.rnd.warning.rules import (
            ageing,
            gates,
            iterations,
            overbooked,
            pass_rate,
            scope,
        )

        for rule in (
            iterations.RULE,
            ageing.RULE,
            overbooked.RULE,
            pass_rate.RULE,
            scope.RULE,
            gates.RULE,
        ):
            register_rule(rule)
