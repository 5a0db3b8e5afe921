"""The part of a dialog that says to whom a reply goes by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.mailing.outgoing import can_mail
from twintrack.foundation.people.http import Request
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.forms import ReplyMailForm
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.mails import first_subject
from twintrack.sales.complaints.models import Complaint, ReplySending
from twintrack.sales.customers.models import Consent
from twintrack.sales.customers.operations import ConsentWithdrawn
from twintrack.sales.customers.queries import list_withdrawn

PART = "complaints/_mail_part.html"
BESIDE: Mapping[type[Refusal], str | None] = {
    operations.ReplyUnmailable: "to",
    ConsentWithdrawn: "to",
    operations.CopiesUnmailable: "cc",
    operations.NoMailsLeave: None,
}
LANGUAGES = ("zh-hans", "en")
# Which form asks, by what its reply is for.
ACTS = {Purpose.RESPONSE: "response", Purpose.CONFIRMATION: "asking"}


@dataclass(frozen=True, kw_only=True)
class MailPart:
    """To whom a reply goes, where it goes by mail, and who at the customer wants none."""

    form: ReplyMailForm
    is_wanted: bool
    withdrawn: list[Consent]

    @property
    def is_ready(self) -> bool:
        """Whether there is nothing to mend: no mail is wanted, or all is said about it."""
        return not self.is_wanted or self.form.is_valid()

    @property
    def asked(self) -> operations.ReplyMail | None:
        """Give what is asked for, once the form is valid."""
        if not self.is_wanted:
            return None
        said = {name: value for name, value in self.form.cleaned_data.items() if name != "by_mail"}
        return operations.ReplyMail(**said)


def mail_part(
    request: Request,
    complaint: Complaint,
    purpose: str,
    *,
    former: ReplySending | None = None,
    typed: QueryDict | None = None,
    language: str = "",
    what: str = "",
) -> MailPart | None:
    """
    Give the part of a dialog about the mail; none where no mails leave this house.

    `former` is what goes once more, `typed` what stands in the dialog by now, `language` what
    was just chosen.
    """
    if not can_mail():
        return None
    contacts = queries.list_reachable(complaint)
    withdrawn = list_withdrawn(complaint.feedback.customer)
    unwilling = {each.contact_id for each in withdrawn}
    near = [each for each in contacts if each.pk == complaint.feedback.contact_id]
    to = next((each.email for each in near if each.pk not in unwilling), "")
    first: dict[str, Any] = {"to": to, "cc": "", "language": get_language() or "", "subject": ""}
    if former is not None:
        first = {name: getattr(former, name) for name in first}
    if typed is not None:
        # What is shown again after it was put away begins anew.
        first |= {name: typed[name] for name in (*first, "ground") if name in typed}
    if language or first["language"] not in LANGUAGES:
        first["language"] = language if language in LANGUAGES else LANGUAGES[0]
    first["subject"] = _subject(complaint, purpose, first)
    first["by_mail"] = bool(to or former) if typed is None else "by_mail" in typed
    is_sent = request.method == "POST"
    is_wanted = "by_mail" in request.POST if is_sent else first["by_mail"]
    query = urlencode({"what": what or ACTS[Purpose(purpose)], "purpose": purpose})
    url = reverse("complaint-mail-part", args=[complaint.feedback.number])
    form = ReplyMailForm(
        request.POST if is_sent and is_wanted else None,
        initial=first | ({"by_mail": is_wanted}),
        contacts=contacts,
        unwilling=unwilling,
        again=f"{url}?{query}",
    )
    return MailPart(form=form, is_wanted=is_wanted, withdrawn=withdrawn)


def _subject(complaint: Complaint, purpose: str, said: dict[str, Any]) -> str:
    """Propose a subject line in the language, unless somebody wrote one of their own."""
    proposed = {each: first_subject(complaint.feedback, purpose, each) for each in LANGUAGES}
    own = str(said["subject"]).strip()
    return own if own and own not in proposed.values() else proposed[said["language"]]


@login_required
@require_GET
def complaint_mail_part(request: Request, number: str) -> HttpResponse:
    """Show the part about the mail again: it is wanted or not any more, in another language."""
    check_may(request.user, Act.ANSWER_COMPLAINTS)
    complaint = queries.get_complaint(number, for_user=request.user)
    purpose = request.GET.get("purpose", "")
    if purpose not in Purpose.values:
        purpose = str(Purpose.RESPONSE)
    mail = mail_part(request, complaint, purpose, typed=request.GET)
    what = request.GET.get("what", "")
    shown = {"mail": mail, "what": what if what in (*ACTS.values(), "mail") else "response"}
    return render(request, PART, shown | {"is_alone": True})
