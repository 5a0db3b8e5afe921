"""Inviting new colleagues, and the page that lets them in."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access import operations, queries
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.forms import AcceptForm, InviteForm
from twintrack.foundation.access.mails import send_invitation
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.access.secrets import hash_of
from twintrack.foundation.access.views.places import place_tabs
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import Invitation
from twintrack.ui.dialogs import render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

LIST = "access/invitation_list.html"
SENT = "access/invitation_sent.html"


@login_required
@require_GET
def invitation_list(request: Request) -> HttpResponse:
    invitations = queries.list_invitations(for_user=request.user)
    shown = {
        "page": key_page(invitations, order=("-pk",), after=request.GET.get("after", "")),
        "tabs": place_tabs(request.user, "invitations"),
        "now": timezone.now(),
    }
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PEOPLE)
    form = InviteForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "email"):
            invitation, secret = operations.invite(
                invited=form.invited(), by=request.user, at=timezone.now()
            )
            return _sent(request, invitation, secret)
    return render_form(request, "access/invitation_new.html", form)


@login_required
@require_POST
def invitation_resend(request: Request, pk: int) -> HttpResponse:
    invitation = queries.get_invitation(pk, for_user=request.user)
    invitation, secret = operations.resend_invitation(
        invitation=invitation, by=request.user, at=timezone.now()
    )
    return _sent(request, invitation, secret)


def _sent(request: Request, invitation: Invitation, secret: str) -> HttpResponse:
    link = send_invitation(invitation, secret)
    shown = {"invitation": invitation, "link": link.url, "is_mailed": link.is_mailed}
    response = render_form(request, SENT, InviteForm(), **shown)
    # The link is shown once: no copy may stay behind.
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def invitation_revoke(request: Request, pk: int) -> HttpResponse:
    invitation = queries.get_invitation(pk, for_user=request.user)
    operations.revoke_invitation(invitation=invitation, by=request.user, at=timezone.now())
    said = _("The invitation of %(name)s is withdrawn: its link opens nothing any more.")
    keep_toast(request, said % {"name": invitation.name})
    return redirect("invitation-list")


@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Let in whoever holds the link; in the language that was chosen for them."""
    try:
        invitation = queries.find_invitation(hash_of(secret))
    except NotThere:
        return render(request, "access/invitation_over.html", status=410)
    with translation.override(invitation.language):
        return _accept(request, invitation)


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    now = timezone.now()
    if not invitation.is_open(now):
        return render(request, "access/invitation_over.html", status=410)
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            user = operations.accept_invitation(
                invitation=invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                at=now,
            )
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("/")
    shown = {"form": form, "invitation": invitation}
    status = 422 if form.errors else 200
    return render(request, "access/invitation_accept.html", shown, status=status)
