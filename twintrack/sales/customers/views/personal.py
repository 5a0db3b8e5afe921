"""What is known of a person at a customer: seen, given out, erased."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.foundation.privacy.erasure import ErasureForm
from twintrack.foundation.privacy.pages import answer_file, draw_person
from twintrack.foundation.privacy.spellings import find_spellings
from twintrack.foundation.privacy.traces import find_traces
from twintrack.sales.customers import operations, queries
from twintrack.ui.dialogs import leave_for
from twintrack.ui.toasts import keep_toast


@login_required
@require_http_methods(["GET", "POST"])
def contact_person(request: Request, number: str, pk: int) -> HttpResponse:
    """Show where a person stands; erase them when that is wanted."""
    check_may(request.user, Act.PROTECT_PERSONS)
    customer = queries.get_customer(number, for_user=request.user)
    contact = queries.get_contact(customer, pk)
    traces = find_traces(contact, customer)
    offered = find_spellings(traces, customer, for_user=request.user)
    form = ErasureForm(request.POST or None, offered=() if contact.erased_at else offered)
    home = reverse("customer-detail", args=[customer.number])
    if request.method == "POST" and form.is_valid():
        with attempt(form, "typed"):
            operations.erase_contact(
                contact=contact, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            keep_toast(request, _("The person was erased."))
            return leave_for(request, home)
    return draw_person(
        request,
        traces,
        form=form,
        name=contact.name,
        erased_at=contact.erased_at,
        up=(customer.name, home),
        export_url=reverse("contact-export", args=[customer.number, contact.pk]),
    )


@login_required
@require_POST
def contact_export(request: Request, number: str, pk: int) -> HttpResponse:
    """Give out all that is known of a person."""
    contact = queries.get_contact(queries.get_customer(number, for_user=request.user), pk)
    dossier = operations.export_contact(contact=contact, by=request.user, at=timezone.now())
    return answer_file(request, dossier, name=f"person-{contact.pk}")
