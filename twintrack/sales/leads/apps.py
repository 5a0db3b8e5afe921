"""The leads app."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    name = "twintrack.sales.leads"
    label = "leads"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.privacy.persons import PersonKind, register_person
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.leads import events, reactions  # noqa: F401
        from twintrack.sales.leads.cards import to_answer
        from twintrack.sales.leads.kinds import register_kinds
        from twintrack.sales.leads.queries import list_owned, list_rules_naming
        from twintrack.sales.leads.schedule import forget_files, learn_anew
        from twintrack.ui.cards import register_cards
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_person(
            PersonKind(
                model="leads.Lead",
                name="contact_name",
                email="email",
                phone="phone",
                also=("contact_title",),
                erased_at="person_erased_at",
            )
        )
        register_reason("leads/owner", _("You look after the lead"))
        register_news(
            events.LeadMoved,
            events.LeadDisqualified,
            events.LeadReopened,
            events.LeadConverted,
        )
        register_belongings(_("Open leads"), lambda user: list_owned(user).count())
        register_belongings(
            _("Rules that give leads out"), lambda user: list_rules_naming(user).count()
        )
        register_cards("leads", to_answer)
        label = _("Learn from the leads that ended")
        register(Job(name="lead_score", label=label, run=learn_anew, at=time(2, 35)))
        label = _("Forget files of leads that nobody took in")
        register(Job(name="lead_files", label=label, run=forget_files, at=time(3, 50)))
        for name in ("lead-list", "lead-board", "lead-rules", "lead-web-forms"):
            register_gate(name, lambda user: may(user, Act.SEE_LEADS))
        register_gate("lead-new", lambda user: may(user, Act.MANAGE_LEADS))
