"""The app of review meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewingConfig(AppConfig):
    name = "twintrack.rnd.reviewing"
    label = "reviewing"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.rnd.backlog.impact import register_impact
        from twintrack.rnd.reviewing import reactions  # noqa: F401
        from twintrack.rnd.reviewing.kinds import register_kinds
        from twintrack.rnd.reviewing.queries import list_chaired, list_open_follow_ups
        from twintrack.rnd.reviewing.touching import find_meetings

        register_kinds()
        register_impact("reviewing", find_meetings)
        register_reason("reviewing/invited", _("You are invited to the meeting"))
        register_reason("reviewing/follow_up", _("It is yours to do"))
        register_belongings(_("Review meetings to chair"), lambda user: list_chaired(user).count())
        register_belongings(
            _("Follow-ups of meetings"), lambda user: list_open_follow_ups(user).count()
        )
