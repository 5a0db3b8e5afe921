"""What is known of the person of a lead: seen, given out, erased."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
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
from twintrack.sales.leads import operations, queries
from twintrack.ui.dialogs import leave_for
from twintrack.ui.toasts import keep_toast


@login_required
@require_http_methods(["GET", "POST"])
def lead_person(request: Request, number: str) -> HttpResponse:
    """Show where the person of a lead stands; erase them when that is wanted."""
    check_may(request.user, Act.PROTECT_PERSONS)
    lead = queries.get_lead(number, for_user=request.user)
    if lead.contact is not None and lead.customer is not None:
        # Who became a contact is known as one.
        return redirect("contact-person", lead.customer.number, lead.contact.pk)
    traces = find_traces(lead)
    offered = find_spellings(traces, for_user=request.user)
    form = ErasureForm(request.POST or None, offered=() if lead.person_erased_at else offered)
    home = reverse("lead-detail", args=[lead.number])
    if request.method == "POST" and form.is_valid():
        with attempt(form, "typed"):
            operations.erase_person(
                lead=lead, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            keep_toast(request, _("The person was erased."))
            return leave_for(request, home)
    return draw_person(
        request,
        traces,
        form=form,
        name=lead.contact_name or lead.company,
        erased_at=lead.person_erased_at,
        up=(f"{lead.number} {lead.company}", home),
        export_url=reverse("lead-person-export", args=[lead.number]),
    )


@login_required
@require_POST
def lead_person_export(request: Request, number: str) -> HttpResponse:
    """Give out all that is known of the person of a lead."""
    lead = queries.get_lead(number, for_user=request.user)
    dossier = operations.export_person(lead=lead, by=request.user, at=timezone.now())
    return answer_file(request, dossier, name=f"person-{lead.number}")
