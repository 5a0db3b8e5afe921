"""The quality app."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from twintrack.ui.navigation import register_badge, register_gate


class QualityConfig(AppConfig):
    name = "twintrack.rnd.quality"
    label = "quality"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.hub.risks.rules import register_rule
        from twintrack.rnd.quality.early_warning import RULE
        from twintrack.rnd.quality.kinds import register_kinds
        from twintrack.rnd.quality.operations import forget_old
        from twintrack.rnd.quality.queries.overview import count_broken, may_see_quality
        from twintrack.rnd.quality.queries.tests import list_owned
        from twintrack.rnd.quality.reactions import look_again
        from twintrack.rnd.quality.release_gates import register_release_gates

        register_kinds()
        register_release_gates()
        register_rule(RULE)
        register_gate("quality", may_see_quality)
        register_badge("quality", count_broken, live="build")
        register_belongings(_("Tests looked after"), lambda user: list_owned(user).count())
        register_reason("quality/author", _("You wrote one of its commits"))
        register_reason("quality/test_owner", _("You look after one of the tests"))
        register_reason("quality/product_owner", _("You own the product"))
        register_reason("quality/gate", _("You own the product, or set the gate"))
        register_reason("quality/muted", _("You muted the test, or look after it"))
        label = _("Let muted tests count again")
        register(Job(name="quality-look-again", label=label, run=look_again, at=time(7, 30)))
        label = _("Forget old test runs")
        register(Job(name="quality-forget", label=label, run=forget_old, at=time(3, 40)))
