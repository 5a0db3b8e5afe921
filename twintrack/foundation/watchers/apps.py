"""The watchers app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WatchersConfig(AppConfig):
    name = "twintrack.foundation.watchers"
    label = "watchers"

    def ready(self) -> None:
        from twintrack.foundation.activity.telling import leave_out
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.watchers import reactions  # noqa: F401
        from twintrack.foundation.watchers.events import WatchStarted, WatchStopped

        leave_out(WatchStarted.kind, WatchStopped.kind)
        register_reason("watchers/asked", _("You watch it"))
        register_reason("watchers/looks_after", _("You look after it"))
