"""Pages of accounts: the first run and what a person prefers."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access import operations, queries
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.forms import FoundingForm, PreferencesForm
from twintrack.foundation.people.middleware import LANGUAGE_COOKIE

YEAR = 60 * 60 * 24 * 365


@require_http_methods(["GET", "POST"])
def founding(request: HttpRequest) -> HttpResponse:
    if queries.is_founded():
        return redirect(settings.LOGIN_URL)
    form = FoundingForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.CompanyFounded: None}):
            user = operations.found(
                newcomer=operations.Newcomer(**form.cleaned_data), at=timezone.now()
            )
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("/")
    status = 422 if form.errors else 200
    return render(request, "access/founding.html", {"form": form}, status=status)


def not_here(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST)
    response: HttpResponse = redirect(_safe_return(request))
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse(status=204)
    if not form.is_valid():
        return HttpResponse(status=422)
    chosen = form.chosen()
    if request.user.is_authenticated and chosen:
        operations.prefer(user=request.user, values=chosen, by=request.user, at=timezone.now())
    if "language" in chosen:
        response.set_cookie(LANGUAGE_COOKIE, chosen["language"], max_age=YEAR, samesite="Lax")
    if "theme" in chosen:
        response.set_cookie("theme", chosen["theme"], max_age=YEAR, samesite="Lax")
    return response


def _safe_return(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    is_safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    # What is no address would be looked up as the name of a view.
    return wanted if is_safe and wanted.startswith("/") else "/"
