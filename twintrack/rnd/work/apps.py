"""The app of work items."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    name = "twintrack.rnd.work"
    label = "work"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.rnd.backlog.impact import register_impact
        from twintrack.rnd.work import events, reactions  # noqa: F401
        from twintrack.rnd.work.kinds import register_kinds
        from twintrack.rnd.work.links import register_links
        from twintrack.rnd.work.queries import list_owned
        from twintrack.rnd.work.shipping import register_shipping
        from twintrack.rnd.work.touching import find_work

        register_kinds()
        register_impact("work", find_work)
        register_links()
        register_shipping()
        register_news(events.WorkItemMoved, events.WorkItemBlocked, events.WorkItemUnblocked)
        register_reason("work/assigned", _("It was given to you"))
        register_reason("work/blocked", _("It makes your requirement come true"))
        register_belongings(_("Open work items"), lambda user: list_owned(user).count())
