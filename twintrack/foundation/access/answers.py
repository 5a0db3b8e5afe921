"""Answers that refuse: what views say themselves, and pages for refusals that no view caught."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise

from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal
from twintrack.ui.middleware import page_above
from twintrack.ui.toasts import ENDED, toast


def refused(reason: Refusal | str | Promise, *, otherwise: int = 422) -> HttpResponse:
    """
    Say why something was not done; a card or row that was moved goes back.

    Words that are no refusal are answered with the status `otherwise`.
    """
    if isinstance(reason, Refusal):
        return toast(HttpResponse(status=reason.status), reason.message, tone="bad")
    return toast(HttpResponse(status=otherwise), reason, tone="bad")


class RefusalMiddleware:
    """Answer with the designed page for what a person may not see or do, or what cannot be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("HX-Request") != "true" or response.status_code != 302:
            return response
        if not response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return response
        # The sign-in page would take the place of what was being typed.
        ended = HttpResponse(status=401, headers={"HX-Reswap": "none"})
        return toast(ended, ENDED, tone="bad")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        from django.views.defaults import page_not_found, permission_denied

        if isinstance(error, Refusal) and request.headers.get("HX-Request") == "true":
            # What stands on the page stays; a page of its own would take its place.
            kept = HttpResponse(status=error.status, headers={"HX-Reswap": "none"})
            return toast(kept, error.message, tone="bad")
        if isinstance(error, NotThere):
            return page_not_found(request, Http404(), template_name="404.html")
        if isinstance(error, NotAllowed):
            reason = PermissionDenied(str(error.message))
            return permission_denied(request, reason, template_name="403.html")
        if isinstance(error, Refusal):
            # Further below lie addresses that only take what a form sends.
            above = page_above(request.path, deepest=2)
            shown = {"reason": error.message, "status": error.status, "above": above}
            return render(request, "refused.html", shown, status=error.status)
        return None
