"""The iterations app."""

from django.apps import AppConfig


class IterationsConfig(AppConfig):
    name = "twintrack.rnd.iterations"
    label = "iterations"

    def ready(self) -> None:
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.rnd.iterations import events
        from twintrack.rnd.iterations.kinds import register_kinds

        register_kinds()
        register_news(
            events.IterationStarted,
            events.IterationCompleted,
            events.IterationCancelled,
        )
