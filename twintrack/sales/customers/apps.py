"""The customers app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "twintrack.sales.customers"
    label = "customers"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.foundation.access.rules import Act, may
        from twintrack.foundation.memory.presence import register_presence
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.privacy.persons import PersonKind, register_person
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.sales.customers import installed
        from twintrack.sales.customers.kinds import register_kinds
        from twintrack.sales.customers.overview import register_part
        from twintrack.sales.customers.queries import list_owned
        from twintrack.sales.customers.reactions import follow_merges
        from twintrack.ui.navigation import register_gate

        register_presence(
            "customer", "merged", "SELECT 1 FROM customers_customer WHERE merged_into_id = %(pk)s"
        )
        register_presence(
            "customer",
            "installations",
            "SELECT 1 FROM customers_installation WHERE customer_id = %(pk)s",
        )
        register_presence(
            "customer",
            "consents",
            "SELECT 1 FROM customers_consent JOIN customers_contact"
            " ON customers_contact.id = customers_consent.contact_id"
            " WHERE customers_contact.customer_id = %(pk)s",
        )
        register_kinds()
        register_person(
            PersonKind(
                model="customers.Contact",
                name="name",
                email="email",
                phone="phone",
                also=("title", "role"),
                erased_at="erased_at",
            )
        )
        register_part("installed", installed.read, place=70)
        register_reason("customers/owner", _("You own the customer, or did until now"))
        register_gate("customer-new", lambda user: may(user, Act.MANAGE_CUSTOMERS))
        register(
            Job(
                name="customer-merges",
                label=_("Bring what came late to merged customers to the kept ones"),
                run=follow_merges,
                every=timedelta(minutes=1),
            )
        )
        register_belongings(_("Customers"), lambda user: list_owned(user).count())
