"""The app of forecasts."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForecastConfig(AppConfig):
    name = "twintrack.sales.forecast"
    label = "forecast"

    def ready(self) -> None:
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.sales.forecast import events  # noqa: F401
        from twintrack.sales.forecast.kinds import register_kinds
        from twintrack.sales.forecast.rounds import keep_up
        from twintrack.sales.pipeline.ways import register_way
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_gate(
            "sales-forecast",
            lambda user: may(user, Act.SEE_OPPORTUNITIES) and may(user, Act.SEE_AMOUNTS),
        )
        register_way("sales-forecast", "chart-line", _("Sales forecast"))
        label = _("Forecast the quarter")
        register(Job(name="sales-forecast", label=label, run=keep_up, at=time(4, 30)))
