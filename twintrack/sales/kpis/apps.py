"""The app of the measures of sales."""

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpisConfig(AppConfig):
    name = "twintrack.sales.kpis"
    label = "kpis"

    def ready(self) -> None:
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.sales.kpis import events  # noqa: F401
        from twintrack.sales.kpis.cards import measures_to_look_at
        from twintrack.sales.kpis.kinds import register_kinds
        from twintrack.sales.kpis.queries import may_see
        from twintrack.sales.kpis.rounds import freeze, keep_up
        from twintrack.sales.kpis.strip import strip_place
        from twintrack.ui.cards import register_cards
        from twintrack.ui.navigation import register_gate
        from twintrack.ui.slots import register_slot

        register_kinds()
        register_gate("sales-performance", may_see)
        register_slot("over-the-pipeline", strip_place)
        kinds = ("frozen_measures", "sales_target", "user", "team")
        register_cards("sales-measures", measures_to_look_at, about=kinds)
        label = _("Bring measures of sales up to date")
        register(Job(name="sales-measures", label=label, run=keep_up, every=timedelta(minutes=5)))
        label = _("Freeze measures of sales")
        register(Job(name="frozen-measures", label=label, run=freeze, at=time(0, 20)))
