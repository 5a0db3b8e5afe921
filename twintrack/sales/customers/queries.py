"""Which customers there are."""

from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer


def list_customers(*, for_user: User, text: str = "") -> QuerySet[Customer]:
    """List customers by name; `text` narrows to names, numbers and regions that hold it."""
    customers: QuerySet[Customer] = Customer.objects.visible_to(for_user)
    if text:
        customers = customers.filter(
            Q(name__icontains=text) | Q(number__iexact=text) | Q(region__icontains=text)
        )
    return customers.select_related("owner").order_by("name")


def get_customer(number: str, *, for_user: User) -> Customer:
    """
    Find a customer by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Customer | None = list_customers(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def list_contacts(customer: Customer) -> QuerySet[Contact]:
    """List the people known at a customer."""
    return customer.contacts.order_by("name")
