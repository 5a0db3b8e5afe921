"""The app of baselines."""

from django.apps import AppConfig


class BaselinesConfig(AppConfig):
    name = "twintrack.rnd.baselines"
    label = "baselines"

    def ready(self) -> None:
        from twintrack.rnd.baselines.kinds import register_kinds

        register_kinds()
