"""The customers app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "twintrack.sales.customers"
    label = "customers"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.sales.customers import reactions  # noqa: F401
        from twintrack.sales.customers.kinds import register_kinds
        from twintrack.sales.customers.queries import list_owned
        from twintrack.ui.navigation import register_gate

        register_kinds()
        register_reason("customers/owner", _("You own the customer, or did until now"))
        register_gate("customer-new", lambda user: may(user, Act.MANAGE_CUSTOMERS))
        register_belongings(_("Customers"), lambda user: list_owned(user).count())
