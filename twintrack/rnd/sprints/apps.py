"""The app of the work in iterations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SprintsConfig(AppConfig):
    name = "twintrack.rnd.sprints"
    label = "sprints"

    def ready(self) -> None:
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.rnd.iterations.lifecycle import IterationState
        from twintrack.rnd.iterations.progress import register_progress
        from twintrack.rnd.iterations.turns import register_turn
        from twintrack.rnd.sprints import events, reactions  # noqa: F401
        from twintrack.rnd.sprints.operations import turning
        from twintrack.rnd.sprints.operations.boards import judge
        from twintrack.rnd.sprints.queries import tell_progress
        from twintrack.rnd.work.limits import register_limit

        register_limit(judge)
        register_progress(tell_progress)
        register_turn(IterationState.ACTIVE, turning.freeze_scope)
        register_turn(IterationState.COMPLETED, turning.note_result)
        register_turn(IterationState.CANCELLED, turning.release_work)
        register_reason("sprints/taken_on", _("You have taken on work in it"))
