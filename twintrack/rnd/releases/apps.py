"""The releases app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReleasesConfig(AppConfig):
    name = "twintrack.rnd.releases"
    label = "releases"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.rnd.releases import events, reactions  # noqa: F401
        from twintrack.rnd.releases.kinds import register_kinds
        from twintrack.rnd.releases.queries import list_owned

        register_kinds()
        register_news(
            events.ReleaseMoved,
            events.ReleaseFrozen,
            events.ReleaseShipped,
            events.ReleaseWithdrawn,
        )
        register_belongings(_("Open releases"), lambda user: list_owned(user).count())
