"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "twintrack.foundation.access"
    label = "access"

    def ready(self) -> None:
        from twintrack.foundation.access import problems, tokens
        from twintrack.foundation.access.kinds import register_kinds
        from twintrack.foundation.api.callers import register_tokens

        register_kinds()
        register_tokens(tokens.find_caller)
        problems.register()
