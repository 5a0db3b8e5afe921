"""The leads app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    name = "twintrack.sales.leads"
    label = "leads"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.leads import events, reactions  # noqa: F401
        from twintrack.sales.leads.kinds import register_kinds
        from twintrack.sales.leads.queries import list_owned

        register_kinds()
        register_reason("leads/owner", _("You look after the lead"))
        register_news(
            events.LeadMoved,
            events.LeadDisqualified,
            events.LeadReopened,
            events.LeadConverted,
        )
        register_belongings(_("Open leads"), lambda user: list_owned(user).count())
