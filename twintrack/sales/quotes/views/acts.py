"""The steps of a quote: handed in, approved, sent, accepted, made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.documents.queries import letterhead_now
from twintrack.foundation.mailing.outgoing import can_mail
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.queries import list_withdrawn
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.forms import (
    USUAL,
    AcceptForm,
    ApproveForm,
    DeclineForm,
    ReviseForm,
    SendBackForm,
    SendForm,
)
from twintrack.sales.quotes.mails import first_words
from twintrack.sales.quotes.models import QuoteVersion, SendingWay
from twintrack.sales.quotes.operations import Way
from twintrack.ui.dialogs import leave_for, render_form

Do = Callable[[dict[str, Any]], object]


def _ask(
    request: Request,
    version: QuoteVersion,
    *,
    template: str,
    form: forms.Form,
    do: Do,
    beside: str | None = None,
    **shown: Any,
) -> HttpResponse:
    """Ask by a form for what a step needs, and do it."""
    if request.method == "POST" and form.is_valid():
        with attempt(form, beside):
            try:
                do(form.cleaned_data)
            except StaleEdit:
                form.add_error(
                    None, _("It was handed in anew meanwhile. Open it and read it again.")
                )
            else:
                return leave_for(request, reverse("quote-detail", args=[version.quote.number]))
    return render_form(request, template, form, version=version, **shown)


def _press(request: Request, number: str, do: Callable[[], object]) -> HttpResponse:
    """Do what a button asks for; a refusal is told on the page that follows."""
    with pressed(request):
        do()
    return redirect("quote-detail", number)


@login_required
@require_POST
def quote_submit(request: Request, number: str) -> HttpResponse:
    version = queries.get_version(number, for_user=request.user)
    return _press(
        request,
        number,
        lambda: operations.submit(version=version, by=request.user, at=timezone.now()),
    )


@login_required
@require_POST
def quote_withdraw(request: Request, number: str) -> HttpResponse:
    version = queries.get_version(number, for_user=request.user)
    return _press(
        request,
        number,
        lambda: operations.withdraw(version=version, by=request.user, at=timezone.now()),
    )


@login_required
@require_http_methods(["GET", "POST"])
def quote_approve(request: Request, number: str) -> HttpResponse:
    version = queries.get_version(number, for_user=request.user)
    form = ApproveForm(request.POST or None, initial={"seen": version.revision})

    def do(said: dict[str, Any]) -> None:
        operations.approve(version=version, **said, by=request.user, at=timezone.now())

    return _ask(request, version, template="quotes/quote_approve.html", form=form, do=do)


@login_required
@require_http_methods(["GET", "POST"])
def quote_send_back(request: Request, number: str) -> HttpResponse:
    version = queries.get_version(number, for_user=request.user)
    form = SendBackForm(request.POST or None, initial={"seen": version.revision})

    def do(said: dict[str, Any]) -> None:
        operations.send_back(version=version, **said, by=request.user, at=timezone.now())

    return _ask(request, version, template="quotes/quote_send_back.html", form=form, do=do)


@login_required
@require_http_methods(["GET", "POST"])
def quote_send(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_QUOTES)
    version = queries.get_version(number, for_user=request.user)
    subject, message = first_words(version)
    customer = version.quote.customer
    withdrawn = list_withdrawn(customer)
    contacts = (
        customer.contacts.filter(is_active=True)
        .exclude(email="")
        .exclude(pk__in=[each.contact_id for each in withdrawn])
    )
    initial = {
        "way": SendingWay.MAIL if can_mail() else SendingWay.HANDED_OVER,
        "to": ", ".join(contacts.values_list("email", flat=True)[:3]) if can_mail() else "",
        "subject": subject,
        "message": message,
    }
    form = SendForm(request.POST or None, initial=initial, asks_ground=bool(withdrawn))

    def do(said: dict[str, Any]) -> None:
        operations.send(
            version=version,
            way=Way(**said),
            letterhead=letterhead_now(),
            by=request.user,
            at=timezone.now(),
        )

    return _ask(
        request,
        version,
        template="quotes/quote_send.html",
        form=form,
        do=do,
        beside="to",
        withdrawn=withdrawn,
    )


@login_required
@require_http_methods(["GET", "POST"])
def quote_accept(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_QUOTES)
    version = queries.get_version(number, for_user=request.user)
    form = AcceptForm(request.POST or None, initial={"accepted_on": timezone.localdate()})

    def do(said: dict[str, Any]) -> None:
        operations.accept(version=version, **said, by=request.user, at=timezone.now())

    return _ask(request, version, template="quotes/quote_accept.html", form=form, do=do)


@login_required
@require_http_methods(["GET", "POST"])
def quote_decline(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_QUOTES)
    version = queries.get_version(number, for_user=request.user)
    form = DeclineForm(request.POST or None)

    def do(said: dict[str, Any]) -> None:
        operations.decline(version=version, **said, by=request.user, at=timezone.now())

    return _ask(request, version, template="quotes/quote_decline.html", form=form, do=do)


@login_required
@require_http_methods(["GET", "POST"])
def quote_revise(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WRITE_QUOTES)
    version = queries.get_version(number, for_user=request.user)
    later = max(version.valid_until, timezone.localdate() + USUAL)
    form = ReviseForm(request.POST or None, initial={"valid_until": later})

    def do(said: dict[str, Any]) -> None:
        operations.revise(version=version, **said, by=request.user, at=timezone.now())

    return _ask(request, version, template="quotes/quote_revise.html", form=form, do=do)
