"""The needs app."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "twintrack.helix.needs"
    label = "needs"

    def ready(self) -> None:
        from twintrack.helix.needs import events  # noqa: F401
        from twintrack.helix.needs.links import register_links
        from twintrack.helix.needs.showing import find_deals, register_showing
        from twintrack.rnd.backlog.impact import register_impact

        register_links()
        register_showing()
        register_impact("needs", find_deals)
