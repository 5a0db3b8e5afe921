"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "twintrack.foundation.access"
    label = "access"

    def ready(self) -> None:
        from twintrack.foundation.access import problems, tokens
        from twintrack.foundation.access.kinds import register_kinds
        from twintrack.foundation.access.roles import subtitle_of
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.api.callers import register_tokens
        from twintrack.ui.context import register_subtitle
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_subtitle(subtitle_of)
        register_gate("people", lambda user: may(user, Act.USE))
        register_tokens(tokens.find_caller)
        problems.register()
