"""The releases app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReleasesConfig(AppConfig):
    name = "twintrack.rnd.releases"
    label = "releases"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.hub.products.keeping import register_keeper
        from twintrack.rnd.releases import events, reactions  # noqa: F401
        from twintrack.rnd.releases.kinds import register_kinds
        from twintrack.rnd.releases.own_gates import register_own_gates
        from twintrack.rnd.releases.queries import list_owned, number_of
        from twintrack.rnd.releases.rounds import watch_gates

        register_kinds()
        register_own_gates()
        register_keeper(number_of)
        register_news(
            events.ReleaseMoved,
            events.ReleaseFrozen,
            events.ReleaseShipped,
            events.ReleaseWithdrawn,
            events.RolloutPaused,
            events.RolloutResumed,
        )
        register_reason("releases/owner", _("You answer for the release"))
        label = _("Watch the gates of frozen releases")
        register(Job(name="gates", label=label, run=watch_gates, every=timedelta(minutes=3)))
        register_belongings(_("Open releases"), lambda user: list_owned(user).count())
