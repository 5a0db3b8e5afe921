"""The app of invoices and receipts."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectionsConfig(AppConfig):
    name = "twintrack.sales.collections"
    label = "collections"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.collections import events, overview, queries, reactions  # noqa: F401
        from twintrack.sales.collections.books import standing_of
        from twintrack.sales.collections.cards import to_collect
        from twintrack.sales.collections.kinds import register_kinds, register_links
        from twintrack.sales.collections.queries import seen_of
        from twintrack.sales.collections.rounds import every_morning
        from twintrack.sales.contracts.received import register_standing
        from twintrack.sales.customers.overview import register_part
        from twintrack.ui.cards import register_cards
        from twintrack.ui.navigation import register_gate

        register_presence(
            "customer", "receipts", "SELECT 1 FROM collections_receipt WHERE customer_id = %(pk)s"
        )
        register_presence(
            "customer", "invoices", "SELECT 1 FROM collections_invoice WHERE customer_id = %(pk)s"
        )
        register_part("collections", overview.read, place=40)
        register_kinds()
        register_links()
        register_standing(standing_of, seen=seen_of)
        register_cards(
            "collections", to_collect, about=("invoice", "receipt", "contract", "customer")
        )
        register_reason("collections/owner", _("You look after the contract"))
        register_reason("collections/task", _("You are to remind the customer"))
        register_belongings(
            _("Reminders to customers"), lambda user: queries.list_owned_tasks(user).count()
        )
        register_news(events.InvoiceDisputed, events.InvoiceDisputeSettled, events.InvoicePromised)
        register_gate("collection-list", lambda user: may(user, Act.SEE_COLLECTIONS))
        register(
            Job(
                name="dunning",
                label=_("Make reminders for overdue invoices"),
                run=every_morning,
                at=time(6, 45),
            )
        )
