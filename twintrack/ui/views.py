"""The component page and the pages shown when something is wrong."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from twintrack.ui import navigation, specimens
from twintrack.ui.busy import RETRY_AFTER, is_busy
from twintrack.ui.toasts import ENDED, toast

TOO_LARGE = _("Too large: text of at most 2 MB can be sent at once. What you typed is still here.")
TOO_OLD = _("This page was open too long: load it again and send once more.")
BUSY = _("Others are writing right now. Try again in a few seconds; what you typed is still here.")
UNREADABLE = _("What was sent cannot be read. What you typed is still here.")


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Show each component in its states."""
    return render(request, "ui/components.html", specimens.every())


@login_required
@require_GET
def place_count(request: HttpRequest, code: str) -> HttpResponse:
    """Render the number beside a place alone."""
    try:
        count, tone = navigation.count_badge(code, request.user)
    except KeyError as unknown:
        raise Http404 from unknown
    return render(request, "ui/_count.html", {"count": count, "tone": tone})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that what was sent cannot be read, or is too large; what was typed stays on the page."""
    is_large = isinstance(exception, RequestDataTooBig)
    status = 413 if is_large else 400
    if request.headers.get("HX-Request") == "true":
        # A page in the place of the form would take away what was being typed.
        kept = HttpResponse(status=status, headers={"HX-Reswap": "none"})
        return toast(kept, TOO_LARGE if is_large else UNREADABLE, tone="bad")
    return render(request, "400.html", {"is_large": is_large}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    Say that the form has grown too old to trust.

    A page of the same reader, who has signed in again elsewhere, gets the token to send again with.
    """
    if request.headers.get("HX-Request") == "true":
        kept = HttpResponse(status=403, headers={"HX-Reswap": "none"})
        if not request.user.is_authenticated:
            return toast(kept, ENDED, tone="bad")
        if request.headers.get("X-Reader") == str(request.user.pk):
            kept["X-Fresh-Token"] = get_token(request)
        return toast(kept, TOO_OLD, tone="bad")
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page does not exist or may not be seen."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that other roles see the page, or do what was asked for."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, or only that others write; needs neither database nor session."""
    # Django calls this while it handles the exception, wherever in a request that was raised.
    if not is_busy(sys.exc_info()[1]):
        return HttpResponse(_plain_page(request, "500.html"), status=500)
    headers = {"Retry-After": str(RETRY_AFTER)}
    if request.headers.get("HX-Request") == "true":
        kept = HttpResponse(status=503, headers={**headers, "HX-Reswap": "none"})
        return toast(kept, BUSY, tone="bad")
    return HttpResponse(_plain_page(request, "503.html"), status=503, headers=headers)


def _plain_page(request: HttpRequest, template: str) -> str:
    # Without the request's context processors: they may be what broke.
    language = get_language() or "zh-hans"
    return render_to_string(
        template,
        {
            "request": request,
            "html_lang": "en" if language.startswith("en") else "zh-Hans",
            "organisation": settings.TWINTRACK["organisation"],
        },
    )
