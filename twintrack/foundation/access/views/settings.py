"""What a person may change about their own account, and their keys to the API."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access import operations, queries
from twintrack.foundation.access.forms import ProfileForm, SettingsForm, TokenForm
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.middleware import LANGUAGE_COOKIE
from twintrack.ui.dialogs import render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

PAGE = "access/settings.html"
TOKENS = "access/token_list.html"
YEAR = 60 * 60 * 24 * 365


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    user = request.user
    form = SettingsForm(
        request.POST or None,
        initial={name: getattr(user, name) for name in SettingsForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        operations.prefer(user=user, values=chosen, by=user, at=timezone.now())
        keep_toast(request, _("Your settings are kept."))
        response = redirect("settings")
        for cookie, name in ((LANGUAGE_COOKIE, "language"), ("theme", "theme")):
            response.set_cookie(cookie, chosen[name], max_age=YEAR, samesite="Lax")
        return response
    return _settings(request, settings_form=form)


@login_required
@require_POST
def profile(request: Request) -> HttpResponse:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _settings(request, profile_form=form)
    user = request.user
    operations.change_profile(user=user, **form.cleaned_data, by=user, at=timezone.now())
    keep_toast(request, _("Your settings are kept."))
    return redirect("settings")


def _settings(
    request: Request,
    *,
    settings_form: SettingsForm | None = None,
    profile_form: ProfileForm | None = None,
) -> HttpResponse:
    user = request.user
    own = {name: getattr(user, name) for name in (*SettingsForm.base_fields, "name", "title")}
    shown: dict[str, Any] = {
        "settings_form": settings_form or SettingsForm(initial=own),
        "profile_form": profile_form or ProfileForm(initial=own),
    }
    failed = any(form.errors for form in shown.values())
    shown["may_set_letterhead"] = may(user, Act.SET_LETTERHEAD)
    return render(request, PAGE, shown, status=422 if failed else 200)


@login_required
@require_GET
def token_list(request: Request) -> HttpResponse:
    tokens = queries.list_tokens(for_user=request.user)
    shown = {
        "page": key_page(tokens, order=("-pk",), after=request.GET.get("after", "")),
        "now": timezone.now(),
        "may_use": may(request.user, Act.USE),
    }
    return render_page(request, TOKENS, shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def token_new(request: Request) -> HttpResponse:
    form = TokenForm(
        request.POST or None, may_administer=may(request.user, Act.MANAGE_PEOPLE), initial={}
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        days = int(form.cleaned_data["days"])
        token, secret = operations.make_token(
            name=form.cleaned_data["name"],
            scope=Scope(form.cleaned_data["scope"]),
            expires_at=now + timedelta(days=days) if days else None,
            by=request.user,
            at=now,
        )
        response = render_form(
            request, "access/token_made.html", TokenForm(), token=token, secret=secret
        )
        # Shown once: no copy may stay behind, neither in the browser nor on the way.
        response["Cache-Control"] = "no-store"
        return response
    return render_form(request, "access/token_new.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def token_revoke(request: Request, pk: int) -> HttpResponse:
    token = queries.get_token(pk, for_user=request.user)
    if request.method == "POST":
        operations.revoke_token(token=token, by=request.user, at=timezone.now())
        keep_toast(request, _("The token “%(name)s” opens nothing any more.") % {"name": token})
        return redirect("token-list")
    return render(request, "access/token_revoke.html", {"token": token})
