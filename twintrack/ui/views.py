"""The component page and the pages shown when something is wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from twintrack.ui import specimens


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Show each component in its states."""
    return render(request, "ui/components.html", specimens.every())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form has grown too old to trust."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page does not exist or may not be seen."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say who may do what was asked for."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; needs neither database nor session."""
    # Without the request's context processors: they may be what broke.
    language = get_language() or "zh-hans"
    page = render_to_string(
        "500.html",
        {
            "request": request,
            "html_lang": "en" if language.startswith("en") else "zh-Hans",
            "organisation": settings.TWINTRACK["organisation"],
        },
    )
    return HttpResponse(page, status=500)
