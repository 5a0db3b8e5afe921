"""The app of contracts."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    name = "twintrack.sales.contracts"
    label = "contracts"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.watchers.reactions import register_news
        from twintrack.sales.contracts import events, overview, reactions  # noqa: F401
        from twintrack.sales.contracts.kinds import register_kinds, register_links
        from twintrack.sales.contracts.queries import agreed_version, list_owned
        from twintrack.sales.contracts.rounds import every_morning
        from twintrack.sales.customers.overview import register_part
        from twintrack.sales.quotes.queries import register_signing
        from twintrack.sales.sla.queries import register_binding
        from twintrack.ui.navigation import register_gate

        register_presence(
            "customer", "contracts", "SELECT 1 FROM contracts_contract WHERE customer_id = %(pk)s"
        )
        register_part("contracts", overview.read, place=30)
        register_kinds()
        register_links()
        register_binding(agreed_version)
        register_signing(events.ContractSigned.kind)
        register_reason("contracts/owner", _("You look after the contract"))
        register_news(
            events.ContractSigned,
            events.ContractAmended,
            events.ContractCompleted,
            events.ContractTerminated,
        )
        register_gate("contract-list", lambda user: may(user, Act.SEE_CONTRACTS))
        register_belongings(_("Contracts"), lambda user: list_owned(user).count())
        register(
            Job(
                name="contracts",
                label=_("Begin terms of contracts and remind of their ends"),
                run=every_morning,
                at=time(6, 30),
            )
        )
