"""The chain app."""

from django.apps import AppConfig


class ChainConfig(AppConfig):
    name = "twintrack.helix.chain"
    label = "chain"

    def ready(self) -> None:
        from twintrack.helix.handoffs.links import register_links

        register_links()
