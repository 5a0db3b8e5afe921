"""The matching app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "twintrack.helix.matching"
    label = "matching"

    def ready(self) -> None:
        from twintrack.helix.matching import reactions  # noqa: F401
        from twintrack.helix.matching.comparing import compare
        from twintrack.helix.matching.kinds import register_kinds
        from twintrack.rnd.backlog.alike import register_comparison

        register_kinds()
        register_comparison(compare)
