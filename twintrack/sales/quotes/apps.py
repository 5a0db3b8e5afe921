"""The app of quotes."""

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuotesConfig(AppConfig):
    name = "twintrack.sales.quotes"
    label = "quotes"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.pipeline.criteria import register_check
        from twintrack.sales.quotes import cards, events, reactions, rounds  # noqa: F401
        from twintrack.sales.quotes.kinds import register_kinds, register_links
        from twintrack.sales.quotes.queries import list_owned, list_waiting_for, was_sent_for
        from twintrack.ui.cards import register_cards
        from twintrack.ui.navigation import register_badge, register_gate

        register_presence(
            "customer", "quotes", "SELECT 1 FROM quotes_quote WHERE customer_id = %(pk)s"
        )
        register_kinds()
        register_links()
        register_news(events.QuoteAccepted, events.QuoteDeclined, events.QuoteSent)
        register_reason("quotes/approver", _("You are asked to approve it"))
        register_reason("quotes/owner", _("It is your quote"))
        register_belongings(_("Open quotes"), lambda user: list_owned(user).count())
        register_check(
            "quote_sent",
            _("A quote was sent"),
            lambda opportunity, _day: was_sent_for(opportunity.pk),
            hint=_("Begin a quote on the opportunity’s page and send it."),
            place=60,
        )
        register_gate("quote-list", lambda user: may(user, Act.SEE_PRICES))
        register_gate("quote-begin", lambda user: may(user, Act.WRITE_QUOTES))
        register_badge("quote-list", lambda user: list_waiting_for(user).count(), live="quote")
        register_cards("quote-approvals", cards.to_approve, about=("quote", "approval_rule"))
        register_cards("quotes-expiring", cards.expiring, about=("quote",))
        register(
            Job(
                name="quote-expiry",
                label=_("Let quotes expire"),
                run=rounds.expire_due,
                at=time(0, 20),
            )
        )
        register(
            Job(
                name="quote-mails",
                label=_("Mail quotes"),
                run=rounds.send_due,
                every=timedelta(minutes=1),
            )
        )
