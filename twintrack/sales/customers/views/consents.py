"""What a person at a customer said of being reached."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.forms import ConsentForm
from twintrack.sales.customers.operations import ConsentSaid
from twintrack.ui.dialogs import leave_for, render_form

PAGE = "customers/contact_consents.html"


@login_required
@require_http_methods(["GET", "POST"])
def contact_consents(request: Request, number: str, pk: int) -> HttpResponse:
    """Show all that a person said of being reached; note what they say now."""
    customer = queries.get_customer(number, for_user=request.user)
    person = queries.get_contact(customer, pk)
    form = ConsentForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "on"):
            operations.note_consent(
                contact=person,
                said=ConsentSaid(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("customer-detail", args=[customer.number]))
    shown = {
        "customer": customer,
        "contact": person,
        "consents": queries.list_consents(person),
        "may_note": may(request.user, Act.MANAGE_CUSTOMERS) and person.erased_at is None,
    }
    return render_form(request, PAGE, form, **shown)
