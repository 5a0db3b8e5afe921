"""The name, key and signature of an address, and the end of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.people.http import Request
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.forms import ConfirmForm, SourceForm
from twintrack.sales.intake.views.inbound import show_key
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast

NAME = "intake/inbound_name.html"
KEY = "intake/inbound_key.html"
SIGNATURE = "intake/inbound_signature.html"
SECRET = "intake/inbound_secret.html"
REVOKE = "intake/inbound_revoke.html"


@login_required
@require_http_methods(["GET", "POST"])
def inbound_name(request: Request, pk: int) -> HttpResponse:
    source = queries.get_source(pk, for_user=request.user)
    form = SourceForm(request.POST or None, initial={"name": source.name})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "name"):
            operations.rename_source(
                source=source,
                name=form.cleaned_data["name"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, source.get_absolute_url())
    return render_form(request, NAME, form, source=source)


@login_required
@require_http_methods(["GET", "POST"])
def inbound_key(request: Request, pk: int) -> HttpResponse:
    """Renew the key of an address."""
    source = queries.get_source(pk, for_user=request.user)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with attempt(form):
            source, key = operations.renew_key(source=source, by=request.user, at=timezone.now())
            return show_key(request, source, key)
    return render_form(request, KEY, form, source=source)


@login_required
@require_http_methods(["GET", "POST"])
def inbound_signature(request: Request, pk: int) -> HttpResponse:
    """Want deliveries signed with a new secret, or not signed any more."""
    source = queries.get_source(pk, for_user=request.user)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if request.method == "POST":
        with attempt(form):
            if "drop" in request.POST:
                operations.drop_signature(source=source, by=request.user, at=now)
                keep_toast(request, _("The key alone lets in now."))
                return leave_for(request, source.get_absolute_url())
            source, secret = operations.want_signature(source=source, by=request.user, at=now)
            answer = render_form(request, SECRET, ConfirmForm(), source=source, secret=secret)
            answer["Cache-Control"] = "no-store"
            return answer
    return render_form(request, SIGNATURE, form, source=source)


@login_required
@require_http_methods(["GET", "POST"])
def inbound_revoke(request: Request, pk: int) -> HttpResponse:
    source = queries.get_source(pk, for_user=request.user)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with attempt(form):
            operations.revoke_source(source=source, by=request.user, at=timezone.now())
            keep_toast(request, _("“%(name)s” takes nothing any more.") % {"name": source.name})
            return leave_for(request, source.get_absolute_url())
    return render_form(request, REVOKE, form, source=source)
