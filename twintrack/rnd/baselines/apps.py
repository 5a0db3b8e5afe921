"""The app of baselines."""

from django.apps import AppConfig


class BaselinesConfig(AppConfig):
    name = "twintrack.rnd.baselines"
    label = "baselines"

    def ready(self) -> None:
        from twintrack.rnd.backlog.impact import register_impact
        from twintrack.rnd.baselines.kinds import register_kinds
        from twintrack.rnd.baselines.touching import find_baselines

        register_kinds()
        register_impact("baselines", find_baselines)
